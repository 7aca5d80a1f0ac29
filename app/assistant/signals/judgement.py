"""What grammar and classifier say together of one message: closed language by rule, open by likeness."""

from app.assistant.signals.cues import BotCues, PersonCues

_ALONE = 0.99
_TOLD = 0.9
"""The least chance of what a message says in so many words; the classifier adds the rest."""
_TURNED_ROUND = 0.5
"""What is left of a request's chance when every mention of a person is refused, put off or in passing."""
_ASKS_WHO = 0.6
"""What is left of it when the message asks what it is talking to and nothing in it summons anybody."""
_UNMENTIONED = 0.9
"""What is left of it when no word for a person is there at all."""
_NAMED, _UNNAMED, _IN_PASSING = 0.53, 0.51, 0.45
"""What is left of the chance of "what are you?" that the grammar does not find: where the message names
what may be speaking, where it names nothing of the kind, and where it names it in another sense. The head
knows likeness, not reasons, and order questions look like it now and then: alone it must be quite certain."""


def asked_for_human(person: PersonCues, bot: BotCues, chance: float) -> float:
    """How surely a person is asked for, 0..1; `chance` is the classifier's."""
    if person.alone and not bot.asks:
        return _ALONE
    if person.told:
        return _TOLD + (1 - _TOLD) * chance
    if person.is_turned_round or person.is_in_passing:
        chance *= _TURNED_ROUND
    if bot.asks and not person.is_telling:
        chance *= _ASKS_WHO
    if not person.is_telling and not person.mentioned:
        chance *= _UNMENTIONED
    return chance


def asks_what_speaks(bot: BotCues, chance: float) -> float:
    """How surely it is asked what speaks here, 0..1; `chance` is the classifier's."""
    if bot.asks:
        return _TOLD + (1 - _TOLD) * chance
    if bot.knows:
        return chance * _IN_PASSING
    return chance * (_NAMED if bot.nature and (bot.talks or bot.addressed) else _UNNAMED)
