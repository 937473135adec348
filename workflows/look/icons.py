"""The symbols of the pages, drawn in a box of 24 by 24; a page holds them once and refers to them by name."""

from collections.abc import Mapping
from types import MappingProxyType

ICONS: Mapping[str, str] = MappingProxyType(
    {
        "ok": '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
        "g": '<circle cx="12" cy="12" r="9"/><path d="M8 12.3l2.8 2.8L16 9.8"/>',
        "y": '<path d="M12 3.8L21.5 20h-19z"/><path d="M12 10v4.6M12 17.2v.2"/>',
        "r": '<path d="M8.2 3h7.6L21 8.2v7.6L15.8 21H8.2L3 15.8V8.2z"/><path d="M12 7.5v5.5M12 16.2v.2"/>',
        "k": '<rect x="3.5" y="3.5" width="17" height="17" rx="2"/><path d="M8.5 8.5l7 7M15.5 8.5l-7 7"/>',
        "b": '<circle cx="12" cy="12" r="9"/><path d="M9.8 8.5v7M14.2 8.5v7"/>',
        "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.6v.2"/>',
        "doc": '<path d="M6 3h8l4 4v14H6z"/><path d="M14 3v4h4M9 12h6M9 16h6"/>',
        "lic": '<rect x="3" y="4" width="18" height="13" rx="1.5"/><path d="M7 8.5h6M7 12h4"/><circle cx="16.5" cy="13" r="2.6"/><path d="M15 15.2V21l1.5-1.2L18 21v-5.8"/>',
        "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.2l3.3 2"/>',
        "bell": '<path d="M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15z"/><path d="M10 21h4"/>',
        "down": '<path d="M12 4v11M7 10.5l5 5 5-5M5 20h14"/>',
        "up": '<path d="M12 16V5M7 9.5l5-5 5 5M5 20h14"/>',
        "msg": '<path d="M4 5h16v11H10l-4.5 4v-4H4z"/>',
        "cv": '<path d="M7 10l5 5 5-5"/>',
        "ar": '<path d="M5 12h14M13 6l6 6-6 6"/>',
        "al": '<path d="M19 12H5M11 6l-6 6 6 6"/>',
        "plus": '<path d="M12 5v14M5 12h14"/>',
        "x": '<path d="M6 6l12 12M18 6L6 18"/>',
        "s": '<circle cx="11" cy="11" r="6.5"/><path d="M16 16l4.5 4.5"/>',
        "aa": '<path d="M3 19L9 5l6 14M5.2 14.5h7.6M17 10v9M14 13h6.5"/>',
        "moon": '<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z"/>',
        "org": '<path d="M4 21V6l8-3v18M12 9l8 2v10M2.5 21h19M7.5 9v.2M7.5 13v.2M7.5 17v.2M16 14.5v.2M16 18v.2"/>',
        "lock": '<rect x="5" y="11" width="14" height="9" rx="1.5"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
        "undo": '<path d="M9 7L4.5 11.5 9 16M5 11.5h9a5 5 0 0 1 0 10h-2"/>',
        "grip": '<path d="M9 6v.2M9 12v.2M9 18v.2M15 6v.2M15 12v.2M15 18v.2"/>',
        "cam": '<path d="M3 8h4l2-3h6l2 3h4v11H3z"/><circle cx="12" cy="13" r="3.6"/>',
        "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
        "sun": '<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6L7 7M17 17l1.4 1.4M18.4 5.6L17 7M7 17l-1.4 1.4"/>',
        "user": '<circle cx="12" cy="8" r="4"/><path d="M4 20.5c1.2-4 4.2-5.5 8-5.5s6.8 1.5 8 5.5"/>',
        "key": '<circle cx="8" cy="15" r="4"/><path d="M11 12l8.5-8.5M16 7l3 3"/>',
        "out": '<path d="M14 4h5v16h-5M3 12h11M10 8l4 4-4 4"/>',
        "globe": '<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18"/>',
        "phone": '<path d="M6 3h4l1.5 5-2.5 1.5a11 11 0 0 0 5.5 5.5L16 12.5l5 1.5v4a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z"/>',
        "edit": '<path d="M4 20h4L19 9l-4-4L4 16zM13 7l4 4"/>',
        "bin": '<path d="M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13"/>',
        "kbd": '<rect x="2.5" y="6" width="19" height="12" rx="1.5"/><path d="M6 10v.2M10 10v.2M14 10v.2M18 10v.2M8 14h8"/>',
        "copy": '<rect x="8" y="8" width="12" height="13" rx="1.5"/><path d="M16 8V3.5H4V16h4"/>',
        "ext": '<path d="M14 4h6v6M20 4l-9 9M17 13v7H4V7h7"/>',
    }
)
