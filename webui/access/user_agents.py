"""What a browser says it is, in words. A short table: what is unknown is a browser or a program, and nothing breaks."""

MAX_AGENT = 512
"""Characters of such a text that are looked at."""

BROWSERS = (
    ("QtWebEngine/", "Sidestage window"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chromium"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("AppleWebKit/", "WebKit"),
    ("Mozilla/", "Browser"),
)
"""What a browser is known by, first match first: most of them also say that they are all those below."""

SYSTEMS = (
    ("iPad", "iPad"),
    ("iPhone", "iPhone"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)

PROGRAMS = (
    ("python", "Python program"),
    ("node", "Node program"),
    ("curl/", "curl"),
)

PROGRAM = "Program"
"""What says nothing of itself: Python's WebSocket client, for one."""


def kind_of(agent: str, touch: bool = False) -> str:
    """Return what a screen is, from its User-Agent: "iPad". An iPad says that it is a Mac, which has no touch."""
    system = _system(agent[:MAX_AGENT], touch)
    return system or "Screen"


def browser_of(agent: str, touch: bool = False) -> str:
    """Return what runs there, from its User-Agent: "Safari on iPad"."""
    agent = agent[:MAX_AGENT]
    browser = _first(BROWSERS, agent)
    if not browser:
        return _first(PROGRAMS, agent.lower()) or PROGRAM
    system = _system(agent, touch)
    return f"{browser} on {system}" if system else browser


def _system(agent: str, touch: bool) -> str:
    system = _first(SYSTEMS, agent)
    return "iPad" if system == "Mac" and touch else system


def _first(table: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((word for part, word in table if part in agent), "")
