"""Which version of each function runs: as it was written, or as one mutant of it.

mutmut puts a trampoline before every function that asks the environment at each call. These are set once, in the process
that tests one mutant, and cost the others next to nothing.
"""

from __future__ import annotations

from functools import wraps

from mutmut.mutation import trampoline


class Switches:
    """The functions with mutants, and which of them were called."""

    def __init__(self):
        self.called = set()
        self._listening = False
        self._targets = {}

    def install(self):
        """Take the place of mutmut's trampoline in every module that is imported from now on."""
        trampoline.wrap_in_trampoline = self._before

    def listen(self):
        """Note the functions that are called from now on."""
        self._listening = True

    def turn_to(self, mutant):
        """Let every call run this mutant of its function."""
        module, _, name = mutant.rpartition(".")
        for versions, target, of_module in self._targets.values():
            if of_module == module and name in versions:
                target[0] = versions[name]
                return
        raise LookupError(mutant)

    def _before(self, versions, is_classmethod=False):  # noqa: FBT002 - mutmut calls it so
        assert not is_classmethod

        def before(function):
            target = [None]
            self._targets[id(versions)] = versions, target, function.__module__

            @wraps(function)
            def switched(*told, **named):
                if target[0] is not None:
                    return target[0](*told, **named)
                original = versions["_mutmut_orig"]
                if self._listening:
                    self.called.add(name_of(f"{original.__module__}.{original.__name__}"))
                return original(*told, **named)

            return switched

        return before


def name_of(mutant):
    """The function of a mutant, as mutmut writes it."""
    return mutant.partition("__mutmut_")[0]
