"""NiceGUI with sliders bound to values that all pages share: python bound_sliders.py PORT NAME,NAME...

It runs in an environment of its own, which has nothing of ours in it.
"""

import sys

from nicegui import binding, ui  # type: ignore[import-not-found]

port, names = int(sys.argv[1]), sys.argv[2].split(",")
state = type("State", (), {name: binding.BindableProperty() for name in names})()
for name in names:
    setattr(state, name, 0)


@ui.page("/")  # type: ignore[untyped-decorator]
def page() -> None:
    """One page: all sliders, known by their classes."""
    for name in names:
        ui.slider(min=0, max=10**9).classes(f"bench-{name}").bind_value(state, name)


ui.run(host="127.0.0.1", port=port, reload=False, show=False, show_welcome_message=False, access_log=False)
