from django.utils.translation import override

from tests.workflows.studio.conftest import shipped
from workflows.organisation.models import District
from workflows.standards.enums import Audience, Effect, Regime
from workflows.studio.words import (
    audience_words,
    district_words,
    effect_words,
    language,
    party_words,
    regime_words,
    said,
    silence_words,
)

STANDARD = shipped()


def test_texts_are_said_in_the_readers_language() -> None:
    assert said(STANDARD.title) == "Relocation of an enterprise to another district"
    with override("zh-hans"):
        assert (language(), said(STANDARD.title)) == ("zh-Hans", "企业跨区迁移登记")
        assert district_words(District(name="龙湾区", name_en="Longwan")) == "龙湾区"
    assert district_words(District(name="龙湾区", name_en="Longwan")) == "Longwan"


def test_every_value_of_a_closed_list_has_its_words() -> None:
    assert len({regime_words(regime) for regime in Regime}) == len(Regime)
    assert len({effect_words(effect) for effect in Effect}) == len(Effect)
    assert len({audience_words(audience) for audience in Audience}) == len(Audience)


def test_who_acts_is_a_party_the_applicant_or_the_system() -> None:
    assert [party_words(STANDARD, party) for party in ("origin", "applicant", "system", "other")] == [
        "Origin",
        "Applicant",
        "System",
        "other",
    ]


def test_silence_says_when_what_and_why() -> None:
    assert silence_words(STANDARD.step("origin_check")) == (
        "after 1 working day: “Clear”, by agreement of the corridor (市场主体登记管理条例, article 27)"
    )
    assert silence_words(STANDARD.step("review")) == ""
