"""The chain, held against the vector that docs/fairness.md prints."""

import re
from pathlib import Path

from drops import chain

PAGE = (Path(__file__).parents[2] / "docs" / "fairness.md").read_text()


def test_the_vector_of_the_page():
    vector = re.search(r"^Vector: .*$", PAGE, re.MULTILINE).group()
    code = re.search(r"code `(\w+)`", vector).group(1)
    commitment = re.search(r"commitment `([0-9a-f]{64})`", vector).group(1)
    number, expected = re.search(r"head_(\d) `([0-9a-f]{64})`", vector).groups()
    head = chain.opening_head(code, commitment)
    for entry in range(1, int(number) + 1):
        head = chain.next_head(head, chain.leaf(code, entry, f"{entry:032d}"))
    assert head == expected


def test_the_proof_has_the_keys_of_the_page():
    listed = re.search(r"proof\.json`: (.+?)\. No entry", PAGE).group(1)
    keys = set(re.findall(r"`(\w+)`", listed.split("; before")[0]))
    proof = chain.proof(code="K7Q2M", mode="first_come", opens_at=1, leaves=[], head="")
    assert proof.keys() == keys


def test_first_come_is_served_in_the_order_of_entry():
    proof = chain.proof(code="K7Q2M", mode="first_come", opens_at=1, leaves=["a", "b", "c"], head="h")
    assert (proof["entries"], proof["order"], proof["seed"]) == (3, [1, 2, 3], None)
