/** Who of the devices is here, and who listens. */

/** @import {Device, Show} from '../types.js' */

/** Whether a device is connected now. @param {Device} device */
export const isHere = (device) => device.screens !== 0;

/** Those who hear of every move, and are no screens. @param {Device[]} devices */
export function listeners(devices) {
  return devices.filter(({kind, screens}) => kind === 'program' && screens !== 0);
}

/** Whether a move of this show ends on the screens. @param {Show} show @param {Device[]} devices */
export function drivesNothing(show, devices) {
  return listeners(devices).length === 0 && !show.osc?.targets.length && show.pages.some(({controls}) => controls.length > 0);
}
