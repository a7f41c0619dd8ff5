"""The whole protocol as one model: the server's and the page's real code, in a world that obeys the test.

What is real: the core, the engine, the store's SQL, the links, the wire's readers and writers (`webui/`), and the
page's modules from main.js down to what draws (`webui/static/js/`, in Node). What is made up: threads, sockets, clocks,
the disk's promptness, and pixels.

world.py puts it together, machine.py and troubles.py say what may happen, witness.py and settling.py what must be so,
and mutants.py which mistakes must be noticed.
"""
