"""Every name that one artefact uses, another defines; and each check still finds a name that was changed."""

import functools

import pytest

from checks import CHECKS
from mutations import MUTATIONS


@pytest.fixture(scope="session")
def problems(tree):
    """What each check finds in the project as it is, looked for once."""
    return functools.cache(lambda name: CHECKS[name](tree))


@pytest.mark.parametrize("name", CHECKS)
def test_names_agree(problems, name):
    found = problems(name)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: f"{mutation[0]}-{mutation[3]}")
def test_a_changed_name_is_found(tree, problems, tmp_path, mutation):
    name, where, old, new, *mark = mutation
    other = tree.copy(tmp_path)
    other.spoil(where, old, new)
    found = set(CHECKS[name](other)) - set(problems(name))
    assert any((mark or [new.strip('"')])[0] in problem for problem in found), sorted(found)


def test_every_check_has_a_mutation():
    assert {name for name, *_ in MUTATIONS} == set(CHECKS)
