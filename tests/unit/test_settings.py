"""Settings: read once, all faults together, every one documented."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from hotline.cli.settings_page import settings_page
from hotline.errors import SetupError
from hotline.ports import ports_in_use
from hotline.settings import ROOT, Settings, read_settings


def test_every_fault_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three bad settings make one error that names all three."""
    monkeypatch.setenv("HOTLINE_HTTP_PORT", "eighty")
    monkeypatch.setenv("HOTLINE_RTP_PORTS", "5-4")
    monkeypatch.setenv("HOTLINE_VOICE", "opera")
    with pytest.raises(SetupError) as fault:
        read_settings()
    for name in ("HOTLINE_HTTP_PORT", "HOTLINE_RTP_PORTS", "HOTLINE_VOICE"):
        assert name in fault.value.message


def test_an_unknown_setting_does_not_silently_fail_to_apply(monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt name in the environment is an error, not a setting that nobody reads."""
    monkeypatch.setenv("HOTLINE_HTPP_PORT", "80")
    with pytest.raises(SetupError, match="HOTLINE_HTPP_PORT"):
        read_settings()


def test_the_public_address_is_one_to_which_paths_are_added() -> None:
    """The stroke at its end is taken off; a query, a space or no scheme is refused."""
    assert (
        Settings(public_url="https://12345.example.gov.cn/hotline/").public_url
        == "https://12345.example.gov.cn/hotline"
    )
    for wrong in ("12345.example.gov.cn", "https://a.cn/?x=1", "https://a b.cn", "ftp://a.cn"):
        with pytest.raises(SetupError, match="HOTLINE_PUBLIC_URL"):
            read_settings(public_url=wrong)


def test_two_services_may_not_share_a_port() -> None:
    """The same number twice is refused before anything starts."""
    with pytest.raises(SetupError, match="HOTLINE_AGI_PORT"):
        read_settings(http_port=4573)


def test_a_port_in_use_names_the_setting_to_change() -> None:
    """Whoever holds the port, the sentence says which setting moves ours."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        faults = ports_in_use(Settings(http_port=held.getsockname()[1]))
    assert any("HOTLINE_HTTP_PORT" in fault for fault in faults)


def test_toml_faults_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hotline.toml that is not TOML is named as the culprit."""
    (tmp_path / "hotline.toml").write_text("http_port = = 3")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SetupError, match=r"hotline\.toml"):
        read_settings()


def test_every_setting_is_documented() -> None:
    """docs/settings.md is the page made from the fields, and each field has its sentence."""
    assert all(field.description for field in Settings.model_fields.values())
    assert (ROOT / "docs" / "settings.md").read_text() == settings_page()


def test_hours_for_calling_back_are_two_times_of_one_day() -> None:
    """The end of the day is 24:00; hours across midnight, or none, are refused."""
    assert Settings(call_back_hours="00:00-24:00").call_back_hours == "00:00-24:00"
    for wrong in ("20:00-08:30", "08:30-08:30", "8:30-20:00", "08:30-24:30", "08:30", "all day"):
        with pytest.raises(SetupError, match="HOTLINE_CALL_BACK_HOURS"):
            read_settings(call_back_hours=wrong)


def test_reasons_for_a_break_are_a_few_short_names() -> None:
    """At least one; no signs that would be lost on their way through Asterisk."""
    assert Settings(break_reasons="小休,接孩子").breaks == ("小休", "接孩子")
    for wrong in ("", "小休,", "喝 水", "a;b", "一" * 13):
        with pytest.raises(SetupError, match="HOTLINE_BREAK_REASONS"):
            read_settings(break_reasons=wrong)


@pytest.mark.parametrize("code", ["757", "07", "0757-", "00757", "0１0"])
def test_an_area_code_is_written_with_its_zero(code: str) -> None:
    """What is none would go before every local line's number."""
    assert Settings(area_code="0757").area_code == "0757"
    with pytest.raises(ValueError, match="area code with its 0"):
        Settings(area_code=code)


def test_a_transcript_is_never_kept_longer_than_its_recording() -> None:
    """Where the hotline lets recordings go; else as long as it is said of transcripts."""
    assert Settings(transcripts_days=184).days_of_transcripts == 184
    assert Settings(transcripts_days=184, recordings_days=90).days_of_transcripts == 90
    assert Settings(transcripts_days=184, recordings_days=730).days_of_transcripts == 184
