"""Every setting, read once at start into one frozen object; all faults are reported together.

Order: environment (HOTLINE_...), then hotline.toml in the working folder, then the defaults here. Each field's
description is its documentation: docs/settings.md is made from it, and a test fails where one is missing.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from hotline.errors import SetupError
from hotline.setting_texts import (
    endpoint,
    hours_of_day,
    numbers,
    public_address,
    rtp_range,
    short_texts,
    shown_number,
    web_address,
)

EMERGENCIES = ("110", "119", "120", "122")  # police, fire, ambulance, traffic accidents
ROOT = Path(__file__).resolve().parent.parent
Port = Annotated[int, Field(ge=1, le=65535)]


class Settings(BaseSettings):
    """The whole configuration, frozen."""

    model_config = SettingsConfigDict(env_prefix="HOTLINE_", frozen=True, extra="forbid", toml_file="hotline.toml")

    http_host: str = Field("127.0.0.1", description="Address the web server listens on.")
    http_port: Port = Field(8080, description="Port of the web server: consoles, /phone, REST, websocket, health.")
    gateway_port: Port = Field(
        8090, description="Port of the SIP gateway, which carries browsers' SIP to Asterisk's loopback websocket."
    )
    sip_host: str = Field("0.0.0.0", description="Address Asterisk's SIP listens on (UDP).")  # noqa: S104 any phone on the LAN may call
    sip_port: Port = Field(5060, description="Port of Asterisk's SIP (UDP).")
    ami_port: Port = Field(5038, description="Port of Asterisk's manager interface, loopback only.")
    agi_port: Port = Field(4573, description="Port on which the controller answers Asterisk's AGI, loopback only.")
    asterisk_http_port: Port = Field(8088, description="Port of Asterisk's own HTTP (SIP websocket), loopback only.")
    rtp_ports: Annotated[str, AfterValidator(rtp_range)] = Field(
        "20000-20999", description="UDP ports of the calls' audio, first-last."
    )
    state_dir: Path = Field(
        ROOT / ".state", description="Everything that is made at run time: database, prompts, recordings, secrets."
    )
    database_url: str = Field("", description="SQLAlchemy URL; empty is SQLite in the state folder.")
    redis_url: str = Field("", description="Redis URL for a bus between processes; empty keeps it in process.")
    public_url: Annotated[str, AfterValidator(public_address)] = Field(
        "",
        description="Address by which citizens reach this web server from outside, as in https://12345.example.gov.cn; "
        "texts carry the addresses of forms below it. Empty is none: texts say where to get a form in person.",
    )
    kb_dir: Path = Field(ROOT / "kb", description="The city pack.")
    ivr_dir: Path = Field(ROOT / "ivr_scripts", description="The voice menus.")
    recorded_dir: Path = Field(
        ROOT / "ivr_scripts" / "recorded", description="Recorded prompts (NAME.wav), used in place of the voice."
    )
    ui_dir: Path = Field(ROOT / "agent_ui" / "dist", description="The built web consoles.")
    voice: Literal["kokoro", "pyttsx3", "http"] = Field(
        "kokoro", description="Who speaks Mandarin: kokoro (natural), pyttsx3 (hard to understand) or http (your own)."
    )
    voice_name: str = Field("zf_xiaobei", description="Which of the voice's Mandarin speakers.")
    voice_en: Literal["", "kokoro", "pyttsx3", "http"] = Field("", description="Who speaks English; empty: the same.")
    voice_en_name: str = Field("af_heart", description="Which of that voice's English speakers.")
    voice_yue: Literal["pyttsx3", "http"] = Field(
        "pyttsx3", description="Who speaks Cantonese: pyttsx3 (robotic; there is no natural one to install) or http."
    )
    voice_yue_name: str = Field("", description="Which of that voice's Cantonese speakers, for http.")
    voice_url: Annotated[str, AfterValidator(web_address)] = Field(
        "", description="Address of your own voice service, for the languages whose voice is http: docs/voices.md."
    )
    voice_url_seconds: Annotated[float, Field(ge=0.5, le=60)] = Field(
        5.0, description="How long that service may take for one clause; after that the stand-in voice speaks."
    )
    speak_ahead: Literal["all", "menus", "nothing"] = Field(
        "all",
        description="What is spoken before a caller asks: all that is published, the menus' own prompts, or nothing. "
        "All of a large city takes days and gigabytes: docs/voices.md.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="How much is logged.")
    log_json: bool = Field(default=False, description="True where logs go to a collector: one JSON object a line.")
    routing_model: str = Field(
        "", description="The routing model's file; empty: routing/model.npz in the state folder."
    )
    asterisk: str = Field("", description="Path of an Asterisk binary to use; empty finds one or installs a copy.")
    queue_ring_seconds: Annotated[int, Field(ge=5, le=120)] = Field(
        20, description="How long an agent's phone rings before the next agent's, in seconds."
    )
    overload_callers: Annotated[int, Field(ge=1, le=1000)] = Field(
        10, description="So many callers waiting for a person are an overload, of which the menus may tell the next."
    )
    break_reasons: Annotated[str, AfterValidator(short_texts)] = Field(
        "小休,用餐,会议,培训",
        description="For what agents may take a break, with commas between them; the first is the one of the key F9.",
    )
    hot_least: Annotated[int, Field(ge=2)] = Field(
        3, description="So many people must tell of one matter for it to be a hot issue: docs/hot-issues.md."
    )
    hot_recent_days: Annotated[int, Field(ge=1, le=31)] = Field(
        7, description="The last days of a period, of which a warning of a hot issue speaks."
    )
    hot_warn_citizens: Annotated[int, Field(ge=2)] = Field(
        5, description="Fewer known citizens than this in those days raise no warning."
    )
    hot_chance: Annotated[float, Field(gt=0, lt=1)] = Field(
        0.01, description="How likely one report may warn of a hot issue that is none but chance."
    )
    call_back_hours: Annotated[str, AfterValidator(hours_of_day)] = Field(
        "08:30-20:00",
        description="When citizens may be called back about their tickets, by the city's clock; 00:00-24:00 is always.",
    )
    outside_trunk: Annotated[str, AfterValidator(endpoint)] = Field(
        "",
        description="Trunk (its endpoint in trunk.conf) by which a menu connects a caller to 110, 119, 120 and 122; "
        "empty is none: such a caller goes to a person before all others.",
    )
    outside_numbers: Annotated[str, AfterValidator(numbers)] = Field(
        "", description="Further numbers to which a menu may connect a caller, with commas between them."
    )
    outgoing_number: Annotated[str, AfterValidator(shown_number)] = Field(
        "12345",
        description="What citizens and departments see when the hotline calls them (by the trunk above), as the "
        "carrier wants it written.",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then hotline.toml."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def database(self) -> str:
        """The database's URL, the default made explicit."""
        return self.database_url or f"sqlite+aiosqlite:///{self.state_dir / 'hotline.db'}"

    @property
    def breaks(self) -> tuple[str, ...]:
        """For what agents may take a break."""
        return tuple(self.break_reasons.split(","))

    @property
    def outside_known(self) -> tuple[str, ...]:
        """The telephones outside to which a caller may be connected: the emergency numbers and the further ones."""
        further = (number for number in self.outside_numbers.split(",") if number)
        return tuple(dict.fromkeys((*EMERGENCIES, *further)))

    @property
    def local_host(self) -> str:
        """The address by which this machine itself reaches what listens on http_host."""
        return "127.0.0.1" if self.http_host in ("0.0.0.0", "::") else self.http_host  # noqa: S104 compared, not bound

    @property
    def english_voice(self) -> str:
        """Who speaks English, the default made explicit."""
        return self.voice_en or self.voice

    @property
    def prompts_dir(self) -> Path:
        """Where spoken prompts are kept."""
        return self.state_dir / "prompts"

    @property
    def recordings_dir(self) -> Path:
        """Where calls are recorded."""
        return self.state_dir / "recordings"

    @property
    def messages_dir(self) -> Path:
        """Where callers' voice messages are kept."""
        return self.recordings_dir / "messages"

    @property
    def forms_dir(self) -> Path:
        """Where the files of forms are kept, by their content."""
        return self.state_dir / "forms"

    @property
    def ticket_files_dir(self) -> Path:
        """Where the files of tickets are kept."""
        return self.state_dir / "ticket_files"

    @property
    def outbox_file(self) -> Path:
        """Where texts go while no gateway carries them: a JSON object a line."""
        return self.state_dir / "outbox" / "messages.jsonl"

    @property
    def secrets_file(self) -> Path:
        """Where the generated secrets are kept, mode 600."""
        return self.state_dir / "secrets.json"

    @property
    def asterisk_dir(self) -> Path:
        """Where Asterisk's configuration, spool and logs are written."""
        return self.state_dir / "asterisk"


def read_settings(**given: Any) -> Settings:
    """The settings of this process.

    Raises SetupError that lists every fault at once: which setting, what is wrong with it.
    """
    faults = [
        f"- {name}: there is no such setting; see docs/settings.md"
        for name in os.environ
        if name.startswith("HOTLINE_") and name.removeprefix("HOTLINE_").lower() not in Settings.model_fields
    ]
    try:
        settings = Settings(**given)
    except tomllib.TOMLDecodeError as fault:
        raise SetupError(f"hotline.toml is not valid TOML: {fault}") from fault
    except ValidationError as fault:
        lines = [*(_fault_line(error) for error in fault.errors()), *faults]
        raise SetupError("The settings are not valid:\n" + "\n".join(lines)) from fault
    faults += _same_ports(settings) + _voice_without_address(settings)
    if faults:
        raise SetupError("The settings are not valid:\n" + "\n".join(faults))
    return settings


def _fault_line(error: Any) -> str:
    name = ".".join(str(part) for part in error["loc"]) or "settings"
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"- HOTLINE_{name.upper()} = {error['input']!r}: {message}"


def tcp_ports(settings: Settings) -> dict[str, tuple[str, int]]:
    """The TCP addresses this hotline listens on, by setting."""
    return {
        "http_port": (settings.http_host, settings.http_port),
        "gateway_port": (settings.http_host, settings.gateway_port),
        "ami_port": ("127.0.0.1", settings.ami_port),
        "agi_port": ("127.0.0.1", settings.agi_port),
        "asterisk_http_port": ("127.0.0.1", settings.asterisk_http_port),
    }


def _same_ports(settings: Settings) -> list[str]:
    seen: dict[int, str] = {}
    faults = []
    for name, (_, port) in tcp_ports(settings).items():
        if port in seen:
            faults.append(f"- HOTLINE_{name.upper()} and HOTLINE_{seen[port].upper()} are both {port}: change one")
        seen[port] = name
    return faults


def _voice_without_address(settings: Settings) -> list[str]:
    chosen = {"voice": settings.voice, "voice_en": settings.voice_en, "voice_yue": settings.voice_yue}
    wanting = [name for name, voice in chosen.items() if voice == "http" and not settings.voice_url]
    return [f"- HOTLINE_{name.upper()} = 'http': set HOTLINE_VOICE_URL to the service's address" for name in wanting]
