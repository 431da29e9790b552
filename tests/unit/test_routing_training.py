import csv
import io
import json
import os
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from hotline.cli.main import app
from hotline.errors import InputError
from hotline.tickets.routing.model_file import Header, Model, header_of, read_model, write_model
from hotline.tickets.routing.noise import reliability, suspects
from hotline.tickets.routing.training import Example, Trained, train
from hotline.tickets.routing.training_table import read_examples
from tests.unit.routing_town import SUBJECTS, examples

DATA = Path(os.environ.get("ROUTING_DATA", Path(__file__).parents[3] / "shared" / "data" / "routing"))


@pytest.fixture(scope="module")
def trained() -> Trained:
    """A model of the made-up town, which says what one label includes."""
    return train(examples(20), hints={"供水": ["水厂", "水管"]})


def _saved(trained: Trained, path: Path) -> Header:
    header = header_of(
        trained.classifier, trained.figures, sha256="ab" * 32, rows=60, made=datetime(2026, 11, 21, tzinfo=UTC)
    )
    write_model(path, Model(header=header, classifier=trained.classifier))
    return header


def _write(path: Path, rows: Iterable[Sequence[str]], headings: str = "title,content,label") -> Path:
    out = io.StringIO()
    csv.writer(out).writerows([headings.split(","), *rows])
    path.write_text(out.getvalue(), encoding="utf-8-sig")
    return path


def test_a_model_learns_what_messages_are_about(trained: Trained) -> None:
    """Made-up subjects are told apart, and the figures come from rows held out."""
    assert trained.classifier.labels == tuple(sorted(SUBJECTS))
    assert trained.figures.rows == 60
    assert trained.figures.macro_f1 > 0.9
    judged = trained.classifier.judge("停水了", "自来水停水已经三天了")
    assert judged.top[0].label == "供水"
    assert sum(one.probability for one in judged.top) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("text", ["", "\x00\ud800<script>", "&#x110000;&amp;" * 50, "水" * 10_000, "𝄞☃", "' OR 1=1"])
def test_any_text_gets_an_answer(trained: Trained, text: str) -> None:
    """Empty, hostile and endless messages are judged like others."""
    judged = trained.classifier.judge(text, text)
    assert len(judged.top) == 3
    assert all(0 <= one.probability <= 1 for one in judged.top)


def test_a_message_of_which_nothing_is_known_abstains(trained: Trained) -> None:
    """No known character, no reliance."""
    assert trained.classifier.judge("", "").abstains
    assert trained.classifier.judge("𝄞", "☃").abstains


def test_what_a_label_includes_is_known_without_a_message_that_says_it() -> None:
    """A word that stands in no training file leads to the label that the city wrote it for, and is told as a reason."""
    made = train(examples(20), hints={"供水": ["水厂", "二次加压"], "学校": ["校服"], "道路": ["护栏"]})
    judged = made.classifier.judge("", "二次加压")
    assert judged.top[0].label == "供水"
    assert judged.top[0].words == ("二次加压",)
    assert made.classifier.judge("校服", "").top[0].label == "学校"


def test_wrong_labels_are_doubted_and_do_not_rule() -> None:
    """A fifth of the labels is wrong; the rule is still learned, and those rows are told."""
    made = train(examples(40, wrong=0.2, seed=3))
    assert made.suspects
    assert made.without_suspects.accuracy > made.figures.accuracy
    assert made.classifier.judge("校车", "学校的校车").top[0].label == "学校"


def test_a_better_source_is_trusted_more() -> None:
    """A clean and a noisy source are told apart by name, and in one file by where belief changes."""
    belief = np.concatenate([np.full(300, 0.5), np.full(150, 0.9)]).astype(np.float32)
    weight, trusted = reliability(["a"] * 300 + ["b"] * 150, belief)
    assert weight[0] == 1
    assert weight[-1] == 5
    assert trusted.sum() == 150
    assert (reliability([""] * 450, belief)[1] == trusted).all()
    assert not reliability([""] * 450, np.full(450, 0.7, dtype=np.float32))[1].any()


def test_a_label_is_doubted_where_another_is_far_likelier() -> None:
    """Agreement and an unsure judge cast no doubt."""
    chances = np.array([[0.9, 0.1], [0.95, 0.05], [0.4, 0.6], [0.1, 0.9]], dtype=np.float32)
    assert suspects(chances, np.array([0, 1, 0, 1])).tolist() == [False, True, False, False]


def test_two_labels_are_enough_and_one_is_refused() -> None:
    """A label with a single row is left out and told."""
    two = train([*examples(6, labels=("供水", "学校")), Example(title="独一", content="独一无二", label="唯一")])
    assert len(two.classifier.labels) == 2
    assert two.left_out == {"唯一": 1}
    assert train(examples(2, labels=("供水", "学校"))).figures.rows == 4
    with pytest.raises(InputError, match="至少要有两个类别"):
        train(examples(5, labels=("供水",)))


def test_a_model_comes_back_from_its_file_as_it_was(trained: Trained, tmp_path: Path) -> None:
    """Header and answers are the same."""
    path = tmp_path / "model.npz"
    header = _saved(trained, path)
    back = read_model(path)
    assert back.header == header
    assert back.header.version == "20261121-abababab"
    mine, other = (one.judge("停水", "水管漏水") for one in (trained.classifier, back.classifier))
    assert [one.label for one in mine.top] == [one.label for one in other.top]
    assert mine.top[0].probability == pytest.approx(other.top[0].probability, abs=5e-3)


def test_a_broken_or_foreign_model_is_refused_in_one_sentence(trained: Trained, tmp_path: Path) -> None:
    """Cut, of another kind, with a pickle in it, of wrong shape, or missing."""
    whole, path = tmp_path / "whole.npz", tmp_path / "model.npz"
    _saved(trained, whole)
    written = whole.read_bytes()
    with np.load(whole) as read:
        arrays = {name: read[name] for name in read.files}
    np.savez(tmp_path / "shape.npz", **{**arrays, "weights": arrays["weights"][:-1]})
    np.savez(tmp_path / "words.npz", **{**arrays, "words": arrays["words"][:-4]})
    np.savez(tmp_path / "kind.npz", **{**arrays, "header": np.frombuffer(b'{"kind":"x"}', dtype=np.uint8)})
    np.savez(tmp_path / "pickle.npz", **{**arrays, "bias": np.array([{"a": 1}], dtype=object)})
    with zipfile.ZipFile(tmp_path / "other.npz", "w") as packed:
        packed.writestr("a.txt", "hello")
    broken = [(tmp_path / f"{name}.npz").read_bytes() for name in ("shape", "words", "kind", "pickle", "other")]
    for one in (b"", b"hello", written[:2000], written[: len(written) // 2], *broken):
        path.write_bytes(one)
        with pytest.raises(InputError, match="不是完整的分派模型文件"):
            read_model(path)
    with pytest.raises(InputError, match="没有分派模型文件"):
        read_model(tmp_path / "none.npz")


def test_a_training_files_faults_are_told_by_row_without_citizens_words(tmp_path: Path) -> None:
    """All at once."""
    rows = [("漏水", "家里漏水", "供水", "1"), ("", "", "供水", ""), ("秘密", "秘密", "", "-1"), ("a", "b", "c", "nan")]
    path = _write(tmp_path / "a.csv", rows, "title,content,label,weight")
    with pytest.raises(InputError) as told:
        read_examples([path])
    message = told.value.message
    assert all(part in message for part in ("a.csv:3 content", "a.csv:4 label", "a.csv:4 weight", "a.csv:5 weight"))
    assert "秘密" not in message
    with pytest.raises(InputError, match="缺少这一列"):
        read_examples([_write(tmp_path / "b.csv", [("x", "y")], "title,label")])


def test_train_and_suggest_from_the_command_line(tmp_path: Path) -> None:
    """Figures are printed, a model is written, and each line in has a line out."""
    path = _write(tmp_path / "a.csv", [(one.title, one.content, one.label) for one in examples(8)])
    model, run = tmp_path / "new" / "model.npz", CliRunner()
    done = run.invoke(app, ["routing", "train", str(path), "--model", str(model)])
    assert done.exit_code == 0, done.output
    assert "宏平均F1" in done.output
    asked = json.dumps({"title": "停水", "content": "自来水停水", "place": ""}, ensure_ascii=False)
    told = run.invoke(app, ["routing", "suggest", "--json", "--model", str(model)], input=f"{asked}\nnonsense\n[]\n\n")
    lines = [json.loads(line) for line in told.stdout.splitlines()]
    assert len(lines) == 4
    assert lines[0]["label"] == "供水"
    assert len(lines[0]["top"]) == 3
    assert all("error" in line for line in lines[1:])


def test_the_demo_citys_directory_is_whole() -> None:
    """Every second-level category has a line."""
    told = CliRunner().invoke(app, ["routing", "check"])
    assert told.exit_code == 0, told.output
    assert "检查通过" in told.output
    assert "目录里没有" not in told.output


@pytest.mark.skipif(not (DATA / "labelled.csv").is_file(), reason="the contest's messages are not on this machine")
def test_real_messages_are_learned_and_the_figures_are_honest() -> None:
    """Trained on two thirds of the clean messages, the rest shows about what was promised."""
    rows, _ = read_examples([DATA / "labelled.csv"])
    made = train(rows[::3] + rows[1::3])
    right = [made.classifier.judge(one.title, one.content).top[0].label == one.label for one in rows[2::3]]
    assert abs(sum(right) / len(right) - made.figures.accuracy) < 0.15
    assert made.figures.macro_f1 > 0.6
