"""Everything that can go wrong, under one root; each class has a stable code and says who is to blame.

Keep the codes: screens, logs and docs/errors.md refer to them. A class's docstring is its default message.
"""

from __future__ import annotations


class HotlineError(Exception):
    """The hotline could not do this."""

    code = "hotline"

    def __init__(self, message: str = "", **details: object) -> None:
        super().__init__(message or (type(self).__doc__ or "").strip())
        self.details = details

    @property
    def message(self) -> str:
        """The sentence for a person."""
        return str(self.args[0])


class InputError(HotlineError):
    """What was entered is not valid."""

    code = "input"


class NotFoundError(InputError):
    """There is no such thing."""

    code = "not-found"


class ConflictError(InputError):
    """Somebody else changed this first."""

    code = "conflict"


class NotSignedInError(HotlineError):
    """Please sign in."""

    code = "not-signed-in"


class WrongPasswordError(HotlineError):
    """The user name or the password is wrong."""

    code = "wrong-password"


class NotAllowedError(HotlineError):
    """Your role may not do this."""

    code = "not-allowed"


class SetupError(HotlineError):
    """The hotline is not set up rightly; the message lists every fault."""

    code = "setup"


class ScriptError(HotlineError):
    """A voice menu is not valid; the message lists every fault."""

    code = "script"


class CityPackError(HotlineError):
    """A file of the city pack is not valid; the message lists every fault by file, line and field."""

    code = "city-pack"


class TelephonyError(HotlineError):
    """Asterisk could not do this."""

    code = "telephony"


class AsteriskAwayError(TelephonyError):
    """Asterisk does not answer."""

    code = "asterisk-away"


class LoginRefusedError(TelephonyError):
    """Asterisk refused the name or the secret of the AMI user."""

    code = "ami-login"


class HungUpError(TelephonyError):
    """The caller hung up: an ordinary end."""

    code = "hung-up"


class VoiceError(HotlineError):
    """No voice could speak this text."""

    code = "voice"


class EarError(HotlineError):
    """Speech cannot be recognised: no model, a broken one, or its process is lost."""

    code = "ear"


class EarBusyError(EarError):
    """As much is listened to as the machine can bear."""

    code = "ear-busy"


class StorageError(HotlineError):
    """The database does not answer."""

    code = "storage"


class TooManyTriesError(HotlineError):
    """Too many wrong passwords for this user name; try again in a quarter of an hour."""

    code = "too-many-tries"


class GatewayError(HotlineError):
    """The message could not be handed over; it is tried again."""

    code = "gateway"


class NoticeRefusedError(GatewayError):
    """The message was refused for good."""

    code = "notice-refused"
