from pathlib import Path

import numpy as np
import pytest

from hotline.errors import CityPackError
from hotline.tickets.routing.classifier import softmax
from hotline.tickets.routing.directory import Matter, matches
from hotline.tickets.routing.directory_table import Known, read_directory
from hotline.tickets.routing.figures import calibrate, calibration_error, figures
from hotline.tickets.routing.grams import READ, grams, plain
from hotline.tickets.routing.labels_table import Label, read_labels
from hotline.tickets.routing.lexicon import lexicon_of
from hotline.tickets.routing.suggest import Router, Source
from hotline.tickets.routing.training import train
from tests.unit.routing_town import LINES, examples

KNOWN = Known(
    departments={"市城管局": "12", "12": "12", "市住建局": "05"},
    categories={"路灯与井盖": "0303", "城市管理": "03"},
    places=frozenset({"清溪县"}),
)
HEADINGS = "类别,地点,关键词,主办单位,协办单位,说明\n"
DUTIES = {"12": "负责市容环境卫生、城市照明和路灯管理", "33": "负责农村供水和河道采砂", "05": "负责物业服务管理"}


def test_the_line_that_asks_for_the_most_decides() -> None:
    """A sub-category with a keyword goes before the sub-category alone, and that before the top category."""
    found = matches(LINES, Matter(category="0303", content="小区里的路灯不亮"))
    assert [one.line.number for one in found] == [2, 1, 3]
    assert found[0].reason == "派单目录第2条：类别“0303”、关键词“小区 路灯”"


def test_a_place_makes_a_line_more_telling() -> None:
    """In a district with an office of its own, its line goes first."""
    assert matches(LINES, Matter(category="0303", place="清溪县双桥镇"))[0].line.lead == "33"
    assert matches(LINES, Matter(category="0303", place="云湖区"))[0].line.lead == "12"


def test_all_words_of_a_keyword_must_stand_in_the_message() -> None:
    """A line of keywords alone speaks where no category is chosen yet, in full-width letters too."""
    assert matches(LINES, Matter(title="井盖", content="被车压破了"))[0].keyword == "井盖 破"
    assert matches(LINES, Matter(title="井盖", content="声音大")) == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_directory_is_read_from_a_spreadsheet(tmp_path: Path, encoding: str) -> None:
    """Names and codes both count, whatever encoding the spreadsheet program wrote."""
    path = tmp_path / "dispatch.csv"
    path.write_bytes(f"{HEADINGS}路灯与井盖,清溪县,路灯、灯杆,市城管局,市住建局,照明\n\n".encode(encoding))
    (line,) = read_directory(path, KNOWN)
    assert (line.category, line.place, line.keywords) == ("0303", "清溪县", ("路灯", "灯杆"))
    assert (line.lead, line.assisting, line.note, line.number) == ("12", ("05",), "照明", 1)


def test_every_fault_of_a_directory_is_told_at_once(tmp_path: Path) -> None:
    """Each by file, row and column."""
    path = tmp_path / "dispatch.csv"
    rows = (
        "路灯,,,市城管局,,\n,火星,灯,没有的局,市城管局,\n,,,市城管局,市城管局,\n"
        "路灯与井盖,,,12,,\n城市管理,,,,,\n路灯与井盖,,,市住建局,,\n"
    )
    path.write_text(HEADINGS + rows, encoding="utf-8")
    with pytest.raises(CityPackError) as told:
        read_directory(path, KNOWN)
    for part in (
        "dispatch.csv:2 类别",
        "dispatch.csv:3 地点",
        "dispatch.csv:3 关键词",
        "dispatch.csv:3 主办单位",
        "dispatch.csv:4 类别",
        "dispatch.csv:4 协办单位",
        "dispatch.csv:6 主办单位: 不能空",
        "dispatch.csv:7 类别: 和第5行的条件相同",
    ):
        assert part in told.value.message


@pytest.mark.parametrize("written", [b"", b"\xff\xff\x81", b'"', "类别,地点\n".encode()])
def test_a_broken_directory_is_one_clear_fault(tmp_path: Path, written: bytes) -> None:
    """Nothing of it is used, and nothing else is raised."""
    path = tmp_path / "dispatch.csv"
    path.write_bytes(written)
    with pytest.raises(CityPackError, match=r"dispatch\.csv"):
        read_directory(path, KNOWN)


def test_labels_name_departments_and_what_they_include(tmp_path: Path) -> None:
    """The first department leads; a department that is not in the pack is a fault."""
    path = tmp_path / "routing_labels.csv"
    path.write_text("标签,承办单位,所含事项\n城建,市城管局、市住建局,路灯、物业\n", encoding="utf-8")
    assert read_labels(path, KNOWN.departments)["城建"].departments == ("12", "05")
    assert read_labels(tmp_path / "none.csv", {}) == {}
    with pytest.raises(CityPackError, match=r"routing_labels\.csv:2 承办单位"):
        read_labels(path, {"市城管局": "12"})


def test_text_is_read_the_same_however_it_is_written() -> None:
    """Entities, widths, numbers and lettered places are one; what is endless is cut."""
    assert plain("Ａ３区&nbsp;１２３\r\n楼") == plain("B12区 7 楼")
    assert len(plain("水" * 100_000)) == READ
    assert grams("水管", "t") == {"t水": 1, "t管": 1, "t水管": 1}


def test_without_a_model_directory_and_duties_speak_and_say_so() -> None:
    """The directory goes first; with neither a line nor a duty a person chooses."""
    router = Router(lines=LINES, labels={}, duties=DUTIES)
    line, duty = router.suggest(Matter(category="0303", content="农村供水断了")).suggestions[0:2]
    assert (line.source, line.department, line.probability) == (Source.DIRECTORY, "12", None)
    answer = router.suggest(Matter(content="反映农村供水断了"))
    assert (answer.suggestions[0].department, answer.suggestions[0].source) == ("33", Source.DUTIES)
    assert answer.abstains
    assert "还没有训练过" in answer.note
    assert router.suggest(Matter(content="你好")).suggestions == ()
    assert duty.reason


def test_a_label_leads_to_its_departments_and_an_unknown_one_stays_a_label() -> None:
    """The agent sees a code where the city has given one, and the words that weighed most."""
    classifier = train(examples(20)).classifier
    labels = {"供水": Label(name="供水", departments=("33", "05"))}
    router = Router(classifier=classifier, labels=labels, duties=DUTIES)
    first = router.suggest(Matter(title="停水", content="自来水停水了")).suggestions[0]
    assert (first.department, first.assisting, first.label) == ("33", ("05",), "供水")
    assert "水" in first.reason
    other = router.suggest(Matter(title="校车", content="学校的校车")).suggestions[0]
    assert (other.department, other.label) == ("", "学校")


def test_figures_count_what_they_say() -> None:
    """Accuracy, F1 of each class, and accuracy on the surest four fifths."""
    chances = np.array([[0.9, 0.1], [0.8, 0.2], [0.3, 0.7], [0.45, 0.55], [0.55, 0.45]], dtype=np.float32)
    told = figures(chances, np.array([0, 0, 1, 1, 1]), ["a", "b"])
    assert (told.rows, told.accuracy, told.covered) == (5, pytest.approx(0.8), pytest.approx(1.0))
    assert [one.recall for one in told.classes] == [1.0, pytest.approx(2 / 3)]
    assert told.threshold == pytest.approx(0.55)


def test_calibration_error_is_the_distance_of_certainty_and_truth() -> None:
    """Nine in ten right at 0.9 is none; all wrong at 0.9 is 0.9."""
    sure = np.full(10, 0.9, dtype=np.float32)
    assert calibration_error(sure, np.array([True] * 9 + [False])) == pytest.approx(0, abs=1e-6)
    assert calibration_error(sure, np.zeros(10, dtype=np.bool_)) == pytest.approx(0.9)


def test_calibration_takes_back_what_scores_claim_too_much() -> None:
    """Scores ten times too large come out as honest as their accuracy."""
    chance = np.random.default_rng(1)
    truth = chance.integers(0, 3, 3000)
    scores = np.where(np.eye(3)[np.where(chance.random(3000) < 0.7, truth, (truth + 1) % 3)] > 0, 10, -10)
    sharpness = calibrate(scores.astype(np.float32), truth, np.ones(3000, dtype=np.float32))
    chances = softmax((sharpness * scores).astype(np.float32))
    assert float(chances.max(axis=1).mean()) == pytest.approx(0.7, abs=0.03)


def test_a_small_file_without_a_mistake_is_not_taken_for_certainty() -> None:
    """Twenty right answers of twenty make it sure, but not beyond all doubt."""
    truth = np.arange(20) % 2
    scores = np.where(np.eye(2)[truth] > 0, 1, -1).astype(np.float32)
    sure = softmax(calibrate(scores, truth, np.ones(20, dtype=np.float32)) * scores).max(axis=1)
    assert 0.9 < float(sure.min()) < 0.999


def test_a_city_word_counts_by_how_rare_it_is_and_for_each_label_that_has_it() -> None:
    """A title counts three times; a word of two labels is parted; a label without words is not spoken against."""
    lexicon = lexicon_of({"a": ["路灯", "井盖"], "b": ["井盖", "水"]}, ["a", "b", "c"], [("", "路灯")] * 3 + [("", "")])
    lamp, cover = lexicon.found("路灯", "路灯和路灯"), lexicon.found("", "井盖和水")
    assert (list(lamp.values()), list(cover.values())) == ([4], [1])
    a, b, c = lexicon.scores(cover).tolist()
    assert a == b == c > 0
    assert lexicon.scores(lamp)[0] ** 2 / 4 < 2 * a**2
    assert lexicon.scores(lamp)[1] == 0
    assert not lexicon.scores({}).any()
    assert not lexicon_of({}, ["a", "b"], [("x", "y")]).found("路灯", "水")
