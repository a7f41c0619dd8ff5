"""Shows how busy this computer is, once a second. Show: React. (Windows does not say.)"""

from os import cpu_count, getloadavg

from webui.program import connect

stage = connect()
load = stage.feed("load")

while stage.wait(1):
    load.push(100 * getloadavg()[0] / cpu_count())
