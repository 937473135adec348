"""The structural checks of PDF/A on a sealed licence, before and after sealing; no certificate of conformance."""

import re
from io import BytesIO

import pikepdf
import pytest

from approvals.sealing.judging import DATA_NAME
from tests.approvals.papers.reading import fonts_of
from tests.approvals.sealing.sealed import SAID, plain, sealed


@pytest.fixture(params=[plain, sealed], ids=["set", "sealed"])
def pdf(request: pytest.FixtureRequest) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(request.param()))


def test_it_says_what_it_is_and_has_a_colour_profile(pdf: pikepdf.Pdf) -> None:
    xmp = pdf.Root.Metadata.read_bytes().decode()
    assert re.findall(r'pdfaid:(part|conformance)(?:="|>)(\w)', xmp) == [("part", "3"), ("conformance", "A")]
    assert str(pdf.Root.OutputIntents[0].S) == "/GTS_PDFA1"
    assert len(pdf.trailer.ID) == 2
    assert "/Encrypt" not in pdf.trailer


def test_it_is_tagged_and_has_a_language(pdf: pikepdf.Pdf) -> None:
    assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == ("zh-Hans", True)
    assert "/StructTreeRoot" in pdf.Root


def test_every_font_is_inside_also_those_of_the_seal(pdf: pikepdf.Pdf) -> None:
    fonts = fonts_of(pdf) + [
        thing.DescendantFonts[0]
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/Font" and "/DescendantFonts" in thing
    ]
    assert fonts
    assert all("/FontFile2" in f.FontDescriptor or "/FontFile3" in f.FontDescriptor for f in fonts)


def test_nothing_runs_and_nothing_is_compressed_as_it_may_not_be(pdf: pikepdf.Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            assert thing.get("/S") not in {"/JavaScript", "/Launch"}
            assert "/JS" not in thing
            assert "LZW" not in str(thing.get("/Filter", ""))
    assert [name for name in ("/OpenAction", "/AA") if name in pdf.Root] == []


def test_the_data_inside_is_named_as_data(pdf: pikepdf.Pdf) -> None:
    attached = pdf.attachments[DATA_NAME]
    assert attached.get_file().read_bytes().decode() == SAID
    # WeasyPrint names the same file twice.
    ((_number, listed),) = {each.objgen: each for each in pdf.Root.AF}.items()
    assert str(listed.AFRelationship) == "/Data"
    assert str(listed.EF.F.Subtype) == "/application/json"


def test_the_seal_is_drawn_and_printed_and_allows_no_change() -> None:
    with pikepdf.open(BytesIO(sealed())) as pdf:
        (widget,) = pdf.Root.AcroForm.Fields
        assert int(widget.F) & 4
        assert "/N" in widget.AP
        (reference,) = widget.V.Reference
        assert int(reference.TransformParams.P) == 1
        assert str(widget.V.SubFilter) == "/ETSI.CAdES.detached"


def test_qpdf_finds_nothing_wrong(pdf: pikepdf.Pdf) -> None:
    assert pdf.check_pdf_syntax() == []
