"""Small rulesets of invented places, built from plain values as their files would give them."""

from __future__ import annotations

from datetime import date

from epcr.scope.files.library import built

BASIS = {"source": "The law of the place", "confidence": "high"}
NAMED = {
    "state": "XX",
    "endorsements": {"airway": "Airway Endorsement", "iv": "Lines"},
    "programs": {"whole_blood": "Transfusion pilot"},
}


def item(name, **more):
    """An item that every level may do unless `cells` say otherwise."""
    told = {"id": name, "kind": "medication", "name": name.replace("_", " ").capitalize(), "category": "Medications",
            "source": "law", "confidence": "high", "cells": {"EMR": "no", "EMT": "yes", "Paramedic": "yes"}}  # fmt: skip
    return told | more


ITEMS = (
    item("aspirin", code="1191"),
    item("fentanyl", code="4337", cells={"EMR": "no", "EMT": "no", "Paramedic": {"may": "yes", "cumulative_max": 150, "unit": "mcg"}}),
    item("nitro", cells={"EMR": "no", "EMT": "assist", "Paramedic": "yes"}),
    item("heparin", cells={"EMR": "no", "EMT": "no", "Paramedic": "medical_direction"}, confidence="low", notes="Rarely carried"),
    item("bougie", kind="procedure", category="Airway", disputed=["EMT"],
         cells={"EMR": "no", "EMT": {"may": "yes", "endorsement": ["airway"]}, "Paramedic": "yes"}),
    item("whole_blood", cells={"EMR": "no", "EMT": "no", "Paramedic": {"may": "yes", "program": "whole_blood"}}),
)  # fmt: skip


def root(name="place", **more):
    """A ruleset without a parent: three levels, six items, one free for all, one code without a row."""
    told = {
        "id": name, "title": f"The rules of {name}", "version": "7", "in_force_from": date(2024, 3, 1),
        "source": "The gazette", "notice": "Invented.", "sources": {"law": "The law, part 1", "page": "The law, part 2"},
        "certificate": BASIS, "student": BASIS, **NAMED,
        "levels": [{"name": "EMR"}, {"name": "EMT", "includes": ["EMR"]}, {"name": "Paramedic", "includes": ["EMT"]}],
        "items": list(ITEMS),
        "unrestricted": [{"id": "comfort", "name": "Comforting", "code": "1", "category": "Comfort", "source": "law",
                          "confidence": "high"}],
        "unlisted": [{"id": "insulin", "name": "Insulin", "code": "5856", "source": "law", "by_route": True}],
    }  # fmt: skip
    return built(told | more, {})


def child(parent, name="county", items=(), **more):
    """A ruleset over a parent, with items that differ."""
    told = {
        "id": name, "title": f"The rules of {name}", "version": "1", "in_force_from": date(2025, 1, 1),
        "source": "The county", "notice": "Invented.", "parent": parent.id, "sources": {"page": "County page 3"},
        "items": [{"source": "page", "confidence": "medium", **one} for one in items],
    }  # fmt: skip
    return built(told | more, {parent.id: parent})


def with_cell(cell, level="EMT", **more):
    """A place and its cell of aspirin for this level, as a file would give it."""
    rules = root(
        items=[item("aspirin", cells={"EMR": "no", "EMT": "no", "Paramedic": "no", level: cell})], **more
    )
    return rules, rules.items["aspirin"].cells[level]
