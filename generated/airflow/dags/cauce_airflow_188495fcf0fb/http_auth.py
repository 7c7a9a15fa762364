"""How a request shows who asks. Credentials come from the Airflow connection, never from a DAG."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .errors import FlowError


@dataclass(frozen=True)
class Bearer:
    """The connection's password is the token."""

    def sign(self, http: Any, given: Any) -> None:
        """Lets every request of the session show it."""
        http.headers["Authorization"] = f"Bearer {given.password}"


@dataclass(frozen=True)
class Header:
    """The connection's password goes into a header."""

    name: str

    def sign(self, http: Any, given: Any) -> None:
        """Lets every request of the session show it."""
        http.headers[self.name] = given.password


@dataclass(frozen=True)
class Basic:
    """The connection's login and password."""

    def sign(self, http: Any, given: Any) -> None:
        """Lets every request of the session show it."""
        http.auth = (given.login, given.password)


@dataclass(frozen=True)
class Query:
    """The connection's password goes into a query parameter."""

    parameter: str

    def sign(self, http: Any, given: Any) -> None:
        """Lets every request of the session show it."""
        http.params = {self.parameter: given.password}


@dataclass(frozen=True)
class ClientCredentials:
    """A token that is asked for with the connection's login and password, and again when it has run out."""

    token_url: str
    scope: str | None = None

    def sign(self, http: Any, given: Any) -> None:
        """Lets every request of the session show a token."""
        http.headers["Authorization"] = f"Bearer {self.token(http, given)}"

    def token(self, http: Any, given: Any) -> str:
        """A new token."""
        import requests

        form = {"grant_type": "client_credentials", **({"scope": self.scope} if self.scope else {})}
        try:
            answer = requests.post(
                self.token_url, data=form, auth=(given.login, given.password), timeout=(10, 60), allow_redirects=False
            )
            return answer.json()["access_token"]
        except (requests.RequestException, ValueError, KeyError, TypeError) as error:
            raise FlowError(f"{self.token_url} gives no token: {type(error).__name__}") from None


Auth = Bearer | Header | Basic | Query | ClientCredentials
