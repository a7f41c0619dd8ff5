export {io, Socket, Manager} from 'socket.io-client';
