import struct

import pytest

from liverdeck.base.picture_checks import MOST_PIXELS, picture_fault


def png(width, height):
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"..."


def gif(width, height):
    return b"GIF89a" + struct.pack("<HH", width, height)


def jpeg(width, height):
    other = b"\xff\xe0\xff\xff" + b"x" * 65533 + b"\xff\xff\xe1\0\x04xx"
    size = b"\xff\xc2\0\x11\x08" + struct.pack(">HH", height, width)
    return b"\xff\xd8" + other * 12 + size + b"."


def webp(chunk, data):
    return b"RIFF\0\0\0\0WEBP" + chunk + b"\0\0\0\0" + data + b"\0" * 20


def webp_extended(width, height):
    numbers = [(side - 1).to_bytes(3, "little") for side in (width, height)]
    return webp(b"VP8X", b"\0\0\0\0" + b"".join(numbers))


def webp_lossless(width, height):
    return webp(b"VP8L", b"\x2f" + struct.pack("<I", width - 1 | (height - 1) << 14))


def webp_lossy(width, height):
    return webp(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", width, height))


@pytest.fixture
def fault_of(tmp_path):
    """Return a function that says what is wrong with the content of a picture."""

    def fault_of(content, suffix=".png"):
        path = tmp_path / f"x{suffix}"
        path.write_bytes(content)
        fault = picture_fault(path)
        if fault is None:
            return None
        message, fix = fault
        assert message
        assert fix
        return message

    return fault_of


@pytest.mark.parametrize(
    "make", [png, gif, jpeg, webp_extended, webp_lossless, webp_lossy]
)
def test_a_picture_with_too_many_pixels_is_refused(fault_of, make):
    assert fault_of(make(8000, 5000)) is None
    width, height = (10_000, 5000)
    assert fault_of(make(width, height)) == (
        "has 10000 x 5000 pixels, more than 40 million"
    )
    assert width * height > MOST_PIXELS


@pytest.mark.parametrize(
    "make", [png, gif, jpeg, webp_extended, webp_lossless, webp_lossy]
)
def test_a_cut_or_damaged_header_is_not_an_error(fault_of, make):
    content = make(10_000, 5000)
    for length in (0, 1, 3, 9, 11, 13, 17, 22, 29, len(content) - 9):
        fault_of(content[:length])
    assert fault_of(b"not a picture") is None


SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}>{}</svg>'


@pytest.mark.parametrize(
    "inside",
    [
        '<image href="https://example.org/x.png"/>',
        "<image xlink:href='//example.org/x'/>",
        '<image href = "../x.png"/>',
        '<image href="x.png"/>',
        '<image href="file:///etc/passwd"/>',
        '<image href="&#104;ttps://example.org"/>',
        '<image href="&#x2F;x"/>',
        '<image href="data:text/html,x"/>',
        '<image href="data:image/svg+xml,x"/>',
        '<a href="javascript:x"/>',
        '<use href="other.svg#part"/>',
        "<style>@import 'https://example.org/x.css';</style>",
        "<style>@import url(x.css);</style>",
        "<rect style='fill: url(https://example.org)'/>",
        "<rect fill='url( //example.org#a )'/>",
        "<style>a { background: u\\72l(x) }</style>",
        '<set attributeName="href" to="https://example.org"/>',
        "<script>x</script>",
        "<foreignObject><p/></foreignObject>",
    ],
)
def test_a_picture_that_loads_something_is_refused(fault_of, inside):
    content = SVG.format("", inside).encode()
    assert fault_of(content, ".svg")
    assert fault_of(content.decode().encode("utf-16"), ".SVG")
    assert fault_of(content, ".png")


@pytest.mark.parametrize(
    "content",
    [
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SVG,
        '<!DOCTYPE svg SYSTEM "https://example.org/x.dtd">' + SVG,
        '<?xml-stylesheet href="x.css"?>' + SVG,
        "\x1f\x8b packed",
    ],
)
def test_a_drawing_that_is_compressed_or_has_a_document_type_is_refused(
    fault_of, content
):
    assert fault_of(content.encode("latin1"), ".svg")


@pytest.mark.parametrize(
    "inside",
    [
        "",
        '<use xlink:href="#part"/><rect fill="url(#g)" style="fill:url( #g )"/>',
        '<image href="data:image/png;base64,iVBORw0KGgo="/>',
        '<animate values="0;1.5;2" from="0 0" to="10.5"/>',
        "<text>Read https://example.org and see Fig. 1.a, 5 &lt; 6</text>",
        '<metadata rdf:resource="http://purl.org/dc"/>',
    ],
)
def test_an_ordinary_drawing_is_accepted(fault_of, inside):
    doctype = (
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    )
    drawing = SVG.format('xmlns:xlink="http://www.w3.org/1999/xlink"', inside)
    assert fault_of((doctype + drawing).encode(), ".svg") is None


def nested(levels, uses):
    """Return a drawing in which each level uses the part below it `uses` times."""
    parts = "".join(
        f'<g id="p{level + 1}">' + f'<use xlink:href="#p{level}"/>' * uses + "</g>"
        for level in range(levels)
    )
    defined = f'<defs><g id="p0"><path d="M0 0"/></g>{parts}</defs>'
    inside = f'{defined}<use href="#p{levels}"/>'
    return SVG.format('xmlns:xlink="http://www.w3.org/1999/xlink"', inside).encode()


@pytest.mark.parametrize(
    ("levels", "uses", "is_accepted"),
    [(1, 20_000, True), (3, 10, True), (5, 10, False), (8, 10, False), (40, 1, True)],
)
def test_a_drawing_that_draws_parts_too_often_is_refused(
    fault_of, levels, uses, is_accepted
):
    assert (fault_of(nested(levels, uses), ".svg") is None) == is_accepted


def test_a_part_that_uses_itself_is_refused(fault_of):
    drawing = SVG.format(
        "", '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'
    )
    assert "too often" in fault_of(drawing.encode(), ".svg")


@pytest.mark.parametrize(
    ("size", "fault"),
    [
        ('width="8000" height="5000px"', None),
        ('width="100%" height="100%"', None),
        ('width="210mm" height="297mm"', None),
        ('width="8000" height="5001"', "has 8000 x 5001 pixels, more than 40 million"),
        (
            'width="99in" height="9999mm"',
            "has 9504 x 37796 pixels, more than 40 million",
        ),
    ],
)
def test_a_drawing_with_too_many_pixels_is_refused(fault_of, size, fault):
    assert fault_of(SVG.format(size, "").encode(), ".svg") == fault


@pytest.mark.parametrize(
    "piece", ["href= ", "@import ", "url(", "&#1", "href='a ", " "]
)
def test_a_hostile_drawing_is_read_in_time(tmp_path, run_within_bounds, piece):
    path = tmp_path / "x.svg"
    path.write_text("<svg>" + piece + piece[-1:] * 1_000_000 + piece * 1_000_000)
    code = (
        "from pathlib import Path; "
        "from liverdeck.base.picture_checks import picture_fault; "
        "picture_fault(Path(sys.argv[1]))"
    )
    run_within_bounds(code, path)
