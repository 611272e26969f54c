#!/usr/bin/python3
"""A browser of one window around WebKitGTK that keeps what it is told in a folder: the package's own MiniBrowser forgets all when it is
driven, so that nothing would be left after a kill. It is run by Debian's Python, which has the engine's bindings, and knows nothing of
the project.
"""

from __future__ import annotations

import sys
from typing import Any

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402 - the versions come first

WIDTH, HEIGHT = 820, 1000  # pixels


def main(folder: str) -> None:
    """Wait for the driver, and keep everything in this folder."""
    store = WebKit2.WebsiteDataManager(
        base_data_directory=f"{folder}/kept", base_cache_directory=f"{folder}/cache"
    )
    context = WebKit2.WebContext.new_with_website_data_manager(store)
    store.get_cookie_manager().set_persistent_storage(
        f"{folder}/cookies", WebKit2.CookiePersistentStorage.SQLITE
    )
    context.set_automation_allowed(True)
    context.connect("automation-started", lambda _context, session: _driven(session, context))
    Gtk.main()


def _driven(session: Any, context: Any) -> None:
    name = WebKit2.ApplicationInfo()
    name.set_name("MiniBrowser")  # the name that the driver asks for
    session.set_application_info(name)
    session.connect("create-web-view", lambda _session: _window(context))


def _window(context: Any) -> Any:
    view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True)
    window = Gtk.Window()
    window.set_default_size(WIDTH, HEIGHT)
    window.add(view)
    window.show_all()
    return view


if __name__ == "__main__":
    main(sys.argv[1])
