"""The trigger that holds every case to the tables of all kinds, whoever writes."""

import json

import pgtrigger

from tasuki.core.cases.kinds import KINDS

_BODY = """
    IF TG_OP = 'UPDATE' THEN
        IF NEW.kind <> OLD.kind THEN
            RAISE EXCEPTION 'the kind of a case does not change';
        END IF;
        IF NEW.state <> OLD.state
            AND NOT jsonb_exists(pairs, NEW.kind || ':' || OLD.state || ':' || NEW.state)
        THEN
            RAISE EXCEPTION 'case of kind %: no step from % to %', NEW.kind, OLD.state, NEW.state;
        END IF;
    END IF;
    IF NOT jsonb_exists(held, NEW.kind || ':' || NEW.state) THEN
        RAISE EXCEPTION 'a case of kind % has no state %', NEW.kind, NEW.state;
    END IF;
    IF NOT jsonb_exists_all(
        NEW.facts,
        ARRAY(SELECT jsonb_array_elements_text(held -> (NEW.kind || ':' || NEW.state)))
    ) THEN
        RAISE EXCEPTION 'case of kind % in state % lacks a fact', NEW.kind, NEW.state;
    END IF;
    RETURN NEW;
"""


def case_guard() -> pgtrigger.Trigger:
    """Return the trigger made from all declarations.

    It refuses a change of state that no table lists, a state of another kind, and a state whose
    facts (a consent, a licence, a notice) were never given.
    """
    pairs = [
        f"{code}:{before}:{after}"
        for code, kind in KINDS.items()
        for before, after in kind.machine.pairs()
    ]
    held = {
        f"{code}:{state}": sorted(facts)
        for code, kind in KINDS.items()
        for state, facts in kind.held().items()
    }
    return pgtrigger.Trigger(
        name="case_guard",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        declare=[
            ("pairs", f"CONSTANT jsonb := '{json.dumps(pairs)}'"),
            ("held", f"CONSTANT jsonb := '{json.dumps(held)}'"),
        ],
        func=_BODY,
    )
