"""The materials the demonstration hands in: one page each, that says what it stands for."""

from functools import cache
from typing import Final

from weasyprint import HTML
from weasyprint.urls import URLFetcher

TITLES: Final = {
    "application": "申请书",
    "articles": "公司章程",
    "shareholder_identity": "股东主体资格文件",
    "appointments": "任职文件和身份证明",
    "address_proof": "住所申报承诺书",
    "resolution": "股东会决议",
    "articles_amendment": "章程修正案",
    "old_licence": "营业执照（缴回）",
}


@cache
def material(key: str, enterprise: str) -> bytes:
    """A PDF of one page for the material of that key."""
    page = (
        "<html lang='zh-Hans'><meta charset='utf-8'><style>@page{size:A4;margin:30mm}"
        "body{font:14pt/2 'Noto Serif CJK SC',serif}h1{font-size:20pt;text-align:center}</style>"
        f"<h1>{TITLES[key]}</h1><p>{enterprise}</p><p>演示材料，内容均为虚构。</p></html>"
    )
    rendered: bytes = HTML(string=page, url_fetcher=URLFetcher(allowed_protocols=["data"])).write_pdf()
    return rendered
