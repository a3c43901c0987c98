"""Reading input files: folders, encodings, Word files, and files that are no documents."""

from __future__ import annotations

import hashlib
import io
import os
import unicodedata
import zipfile
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from extract.reader import DEFAULT_LIMIT_BYTES, decode, discover, read_all, read_document, survey
from graph.errors import InputError

TEXT = "青岚经济开发区工作报告\r\n\r\n发布日期:2024-12-04\r\n全区完成地区生产总值120亿元。\r\n"


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def messages(failures: list[InputError]) -> str:
    return "\n".join(map(str, failures))


def word_file(path: Path) -> Path:
    document = Document()
    document.add_paragraph("青岚高新区项目表")
    document.add_paragraph("发布日期:2023年5月6日")
    table = document.add_table(rows=2, cols=2)
    for row, cells in enumerate((("企业", "投资"), ("远山机械", "3亿元"))):
        for column, value in enumerate(cells):
            table.cell(row, column).text = value
    document.add_paragraph("以上为全部项目。")
    document.save(str(path))
    return path


@pytest.mark.parametrize(
    ("encoding", "mark", "recorded"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8-sig"),
        ("gb18030", b"", "gb18030"),
        ("gbk", b"", "gb18030"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
    ],
)
def test_text_is_the_decoded_file_with_its_line_ends_and_without_its_mark(
    tmp_path: Path, encoding: str, mark: bytes, recorded: str
) -> None:
    data = mark + TEXT.encode(encoding)
    document = read_document(write(tmp_path / "a.txt", data), "a.txt")
    assert document.text == TEXT
    assert document.encoding == recorded
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.title == "青岚经济开发区工作报告"
    assert document.published == "2024-12-04"


@pytest.mark.parametrize(
    "text",
    ["园区", "开发区", "宿州", "产业园2024", "签约。", "招商引资\n", "A公司", "经济技术开发区管委会主任"],
)
def test_short_texts_in_gbk_are_read(text: str) -> None:
    assert decode(text.encode("gbk"), "a.txt") == (text, "gb18030")


def test_big5_is_not_taken_for_gb18030() -> None:
    text = "經濟技術開發區工作報告,全年完成地區生產總值一百二十億元。"
    assert decode(text.encode("big5"), "a.txt") == (text, "big5")
    assert decode(text.encode("gb18030"), "a.txt") == (text, "gb18030")


COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种"
    "面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本"
    "去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比"
    "或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总"
    "次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做"
    "必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权"
)


@given(
    st.text(alphabet=COMMON + "0123456789,。、%\n", min_size=4).filter(
        lambda t: sum(c in COMMON for c in t) > 3
    )
)
def test_common_chinese_survives_every_encoding(text: str) -> None:
    for encoding, mark in (
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("gb18030", b""),
        ("utf-16-le", b"\xff\xfe"),
    ):
        assert decode(mark + text.encode(encoding), "a.txt")[0] == text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (" \r\n\t\u3000\u200b\n".encode(), "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"PK\x03\x04\x00\x00abc", "binary"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n\x8f\xff\x9c\x01\x02\x03" * 30, "not a text"),
        (b"abc\x01\x02\x03\x04\x05", "binary"),
        ("经济开发区工作报告".encode()[:-1], "damaged UTF-8 at byte 24"),
        (b"\xff\xfea", "damaged utf-16"),
    ],
)
def test_a_file_without_readable_text_gets_one_clear_line(tmp_path: Path, content: bytes, said: str) -> None:
    path = write(tmp_path / "bad.txt", content)
    with pytest.raises(InputError) as caught:
        read_document(path, "bad.txt")
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_bad_files_are_listed_and_the_others_are_read(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", TEXT)
    write(tmp_path / "b.txt", b"")
    write(tmp_path / "c.docx", b"PK not a zip")
    write(tmp_path / "d.md", "# 标题\n正文。")
    documents, failures = read_all([tmp_path])
    assert [document.path for document in documents] == ["a.txt", "d.md"]
    assert "b.txt" in messages(failures)
    assert "c.docx" in messages(failures)
    assert len(failures) == 2


def test_a_file_over_the_limit_is_a_failure(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "园区" * 100)
    assert len(read_document(path, "a.txt", 600).text) == 200
    with pytest.raises(InputError, match="limit of 599 bytes"):
        read_document(path, "a.txt", 599)
    assert DEFAULT_LIMIT_BYTES == 20 * 1024 * 1024


def test_folders_are_searched_in_sorted_order_and_other_files_counted(tmp_path: Path) -> None:
    for name in (
        "b/2.txt",
        "b/1.TXT",
        "a.md",
        "z.txt",
        "b/c/0.txt",
        "skip.pdf",
        "b/x.csv",
        "~$a.docx",
        ".hidden.txt",
    ):
        write(tmp_path / name, TEXT)
    found = survey([tmp_path])
    assert [relative for _, relative in found.files] == ["a.md", "b/1.TXT", "b/2.txt", "b/c/0.txt", "z.txt"]
    assert found.ignored == 4
    assert discover([tmp_path]) == found.files


def test_a_file_input_is_known_by_its_name_and_needs_a_known_suffix(tmp_path: Path) -> None:
    path = write(tmp_path / "deep" / "a.txt", TEXT)
    assert discover([path]) == ((path, "a.txt"),)
    failures = survey([write(tmp_path / "a.pdf", b"x"), tmp_path / "gone.txt"]).failures
    assert "a.pdf" in str(failures[0])
    assert "not there" in str(failures[1])


def test_a_folder_without_documents_is_said(tmp_path: Path) -> None:
    assert "no .txt" in messages(list(survey([tmp_path]).failures))


def test_paths_are_in_composed_unicode(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "é报告.txt")
    write(tmp_path / name, TEXT)
    assert discover([tmp_path])[0][1] == unicodedata.normalize("NFC", name)


def test_the_same_path_twice_is_read_once_and_is_an_error_with_other_bytes(tmp_path: Path) -> None:
    write(tmp_path / "one" / "a.txt", TEXT)
    write(tmp_path / "two" / "a.txt", TEXT)
    write(tmp_path / "three" / "a.txt", TEXT + "另一份。")
    documents, failures = read_all([tmp_path / "one", tmp_path / "two"])
    assert len(list(documents)) == 1
    assert not failures
    documents, failures = read_all([tmp_path / "one", tmp_path / "three"])
    assert [document.text for document in documents] == [TEXT]
    assert str(tmp_path / "three" / "a.txt") in messages(failures)


def test_link_loops_end_and_outside_links_are_followed(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    write(inside / "a.txt", TEXT)
    write(tmp_path / "outside" / "b.txt", TEXT)
    (inside / "loop").symlink_to(inside, target_is_directory=True)
    (inside / "up").symlink_to(tmp_path, target_is_directory=True)
    (inside / "more").symlink_to(tmp_path / "outside", target_is_directory=True)
    (tmp_path / "outside" / "back").symlink_to(inside, target_is_directory=True)
    (inside / "broken.txt").symlink_to(tmp_path / "nowhere.txt")
    documents, failures = read_all([inside])
    assert [document.path for document in documents] == ["a.txt", "more/b.txt"]
    assert "broken.txt" in messages(failures)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_does_not_hang_the_run(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    documents, failures = read_all([tmp_path])
    assert not list(documents)
    assert "not a regular file" in messages(failures)


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has file names that are not Unicode")
def test_a_file_name_that_is_not_unicode_is_a_failure(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"\xff\xfe.txt")).write_text(TEXT, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes Unicode names only")
    documents, failures = read_all([tmp_path])
    assert not list(documents)
    assert "rename" in messages(failures)


def test_an_unreadable_file_is_a_failure(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", TEXT)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file")
    with pytest.raises(InputError, match="permissions"):
        read_document(path, "a.txt")


def test_documents_are_read_one_at_a_time(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", TEXT)
    second = write(tmp_path / "b.txt", TEXT)
    documents, _ = read_all([tmp_path])
    next(documents)
    second.write_text("改过的正文。", encoding="utf-8")
    assert next(documents).text == "改过的正文。"


def test_word_files_give_paragraphs_and_table_rows_in_order(tmp_path: Path) -> None:
    document = read_document(word_file(tmp_path / "a.docx"), "a.docx")
    assert (
        document.text
        == "青岚高新区项目表\n发布日期:2023年5月6日\n企业\t投资\n远山机械\t3亿元\n以上为全部项目。"
    )
    assert (document.encoding, document.title, document.published) == (
        "docx",
        "青岚高新区项目表",
        "2023-05-06",
    )


def test_word_files_with_links_controls_and_insertions_lose_no_text(tmp_path: Path) -> None:
    path = word_file(tmp_path / "a.docx")
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = (
        "<w:sdt><w:sdtContent><w:p>" + run.format("封面") + "</w:p></w:sdtContent></w:sdt>"
        "<w:p><w:hyperlink>" + run.format("链接") + "</w:hyperlink><w:ins>" + run.format("插入") + "</w:ins>"
        "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del><w:r><w:tab/><w:t>后</w:t><w:br/></w:r></w:p>"
    )
    edited = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(edited, "w") as target:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == "word/document.xml":
                data = data.replace(b"<w:body>", b"<w:body>" + body.encode())
            target.writestr(info, data)
    path.write_bytes(edited.getvalue())
    assert read_document(path, "a.docx").text.startswith("封面\n链接插入\t后\n\n青岚高新区项目表\n")


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x05\x06" + b"\0" * 18])
def test_broken_word_files_are_failures(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError):
        read_document(write(tmp_path / "a.docx", content), "a.docx")


def test_a_word_file_that_unpacks_to_a_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 2_000_000)
    with pytest.raises(InputError, match="unpacks"):
        read_document(path, "a.docx", 100_000)
