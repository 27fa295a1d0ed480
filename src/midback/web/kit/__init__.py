"""What every wing of the web door needs: sessions, protection, pages, errors."""

__all__ = [
    "address",
    "caught",
    "cookies",
    "errors",
    "first_visit",
    "form",
    "guard",
    "local_time",
    "pace",
    "paper",
    "render",
    "sentences",
    "session",
    "speech",
    "trouble",
    "turns",
    "wire",
    "writers",
]
