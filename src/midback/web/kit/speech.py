"""Whatever is said while a request is answered, refusals and errors too, is said in the words of the application."""

from starlette.types import ASGIApp, Receive, Scope, Send

from midback.words import Words, speaking


class Speech:
    """Stands outside of everything that says something."""

    def __init__(self, app: ASGIApp, words: Words) -> None:
        self.app = app
        self.words = words

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with speaking(self.words):
            await self.app(scope, receive, send)
