# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""The objects of a configuration, each with the parsed arguments of its kind."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Container, Dict, FrozenSet, List, Mapping, Optional, Sequence, Set, Tuple

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from .._base.sentences import listed
from .._engine.assignment import Params
from .._engine.field import Field
from .._engine.reference import Representation
from .._engine.resource import Resource
from .._engine.spec import argument_spec
from .._engine.titles import child_kind
from .item import Declared, Item, Promise
from .known_keys import KNOWN_KEYS
from .stages import PHASES
from .unknown import FAIL, IGNORE, is_comment, near, strange

# What the server says of an object and nobody can set.
_EVERYWHERE = frozenset(("access", "clientRole", "composite", "containerId", "id", "origin"))

# Their options come from a free-form map, in which a policy of another type or version has more.
_WITH_CONFIG = ("authorization policy", "authorization permission")
# An object in words, '' for the whole, and what is wrong with it.
Problem = Tuple[str, str]


class _Options:
    """The options of a kind, of which there may be thousands of objects.

    ``spec`` is their specification, ``policies`` are those of them that are the same for all objects.
    ``resource`` is kept so that no other one gets its id.
    """

    def __init__(self, resource: Resource, policies: Mapping[str, str]) -> None:
        self.resource = resource
        self.spec = argument_spec(resource)
        chosen = {key: (self.spec.get(key) or {}).get("choices", ()) for key in policies}
        if "update_secret" in self.spec:
            # Keys take it as another name of that; in a whole realm it is about passwords of users.
            chosen["update_password"] = ()
        self.policies = {key: it for key, it in policies.items() if it in chosen[key]}
        self._always = [key for key, it in self.spec.items() if it.get("required") or it.get("default") is not None]
        self._validators: Dict[FrozenSet[str], ArgumentSpecValidator] = {}

    def parse(self, named: Mapping[str, Any]) -> Tuple[Dict[str, Any], List[str]]:
        """The parsed options, and what is wrong with them. Only options that an object has are looked at."""
        keys = frozenset((*named, *self._always))
        if keys not in self._validators:
            self._validators[keys] = ArgumentSpecValidator({key: self.spec[key] for key in self.spec if key in keys})
        parsed = self._validators[keys].validate(named)
        return {**dict.fromkeys(self.spec), **parsed.validated_parameters}, parsed.error_messages


class _Names:
    """The names under which a kind and its representation have options.

    ``options`` are those by name, ``nested`` the fields that are objects themselves, by option.
    ``resource`` and ``spec`` are kept so that no others get their ids.
    """

    def __init__(self, resource: Resource, spec: Mapping[str, Any]) -> None:
        self.resource, self.spec = resource, spec
        self.options = {name: option for option, item in spec.items() for name in (option, *item.get("aliases", ()))}
        self.options.update({item.name: item.option for item in resource.every_field})
        self.options.update({child.name: child.option for child in resource.children})
        self.nested = {item.option: item for item in reversed(resource.every_field) if item.options}


@dataclass
class Parts:
    """The objects of a configuration in any order, and warnings about what it has that nothing was made of.

    ``policies`` are options that many kinds have.
    ``ignored`` are keys of representations that nobody declares, by kind.
    ``elsewhere`` is what other phases promise, and what was imported.
    ``ahead`` are objects of other phases that these are compared with.
    ``notes`` are warnings, each with the objects that it is about.
    ``of_directories`` are names of users that belong to a directory, in lower case.
    ``makes_realm`` says that the realm does not exist, or was created by this run.
    ``problems`` are what is wrong, each an object and a sentence about it: nothing is written then.
    ``unknown_keys`` says what to do about keys that no representation has.
    ``whole`` is the representation where that is a server's own export: a new realm is imported from it.
    """

    realm: str
    policies: Mapping[str, str] = field(default_factory=dict)
    ignored: Mapping[str, FrozenSet[str]] = field(default_factory=dict)
    items: List[Declared] = field(default_factory=list)
    notes: Dict[str, Dict[str, None]] = field(default_factory=dict)
    elsewhere: FrozenSet[Promise] = frozenset()
    ahead: Tuple[Declared, ...] = ()
    whole: Optional[Representation] = None
    of_directories: Set[str] = field(default_factory=set)
    makes_realm: bool = False
    problems: List[Problem] = field(default_factory=list)
    unknown_keys: str = FAIL
    _known: Dict[int, _Options] = field(default_factory=dict)
    _names: Dict[Tuple[int, int], _Names] = field(default_factory=dict)

    @property
    def promises(self) -> FrozenSet[Promise]:
        """What will exist once the configuration is applied, for names that refer to it."""
        return self.elsewhere.union(promise for item in self.items for promise in item.promises)

    def of(self, *resources: Resource) -> List[Declared]:
        """The objects of these kinds that the configuration declares."""
        return [item for item in (*self.items, *self.ahead) if any(item.resource is it for it in resources)]

    def only(self, phases: Sequence[str]) -> Parts:
        """What is done in these phases."""
        items = [found for item in self.items for found in [item.within(phases)] if found]
        others = tuple(item for item in self.items if item.ahead and not item.within(phases))
        whole = self.whole if set(phases) >= set(PHASES) else None
        return replace(self, items=items, elsewhere=self.promises, ahead=others, whole=whole)

    def add(
        self,
        stage: int,
        resource: Resource,
        given: Mapping[str, Any],
        promises: Tuple[Promise, ...] = (),
        early: Optional[Tuple[int, Params]] = None,
        part: str = "",
        spec_of: Optional[Resource] = None,
        ahead: bool = False,
    ) -> None:
        """An object that is done at a stage, and in part at an ``early`` one.

        What can be created promises itself under its name, besides what ``promises`` says.
        """
        params, wrong = self._parsed(resource, given, spec_of)
        own = ((resource.name, params.get(resource.key.option)),) if resource.create else ()
        # Nothing may refer to what the configuration takes away.
        promised = () if params.get("state") == "absent" else (*own, *promises)
        if wrong:
            # Others may refer to it: one problem is not two.
            self.elsewhere = self.elsewhere.union(promised)
            return
        first = (Item(*early),) if early else ()
        self.items.append(Declared(resource, (*first, Item(stage, params)), promised, part, ahead))

    def params(
        self, resource: Resource, given: Mapping[str, Any], spec_of: Optional[Resource] = None
    ) -> Dict[str, Any]:
        """Parsed arguments of a kind, from options or from the keys of its representation.

        ``spec_of`` is the kind whose module serves this one as well. What is wrong with them becomes a problem.
        """
        return self._parsed(resource, given, spec_of)[0]

    def _parsed(
        self, resource: Resource, given: Mapping[str, Any], spec_of: Optional[Resource]
    ) -> Tuple[Dict[str, Any], bool]:
        """The same, and whether they are wrong."""
        options = self._options_of(spec_of or resource)
        if resource.key.option == "realm":
            given = {**given, "realm": self.realm}
        title = f"{resource.name} '{_name_of(resource, given)}'"
        named = self._named(resource, options.spec, given, title)
        named.update(options.policies)
        params, wrong = options.parse(dict(named, realm=self.realm))
        for message in wrong:
            self.problem(f"{message}.", f"{title} in the configuration")
        return params, bool(wrong)

    def _options_of(self, resource: Resource) -> _Options:
        """Computed once for a kind."""
        if id(resource) not in self._known:
            self._known[id(resource)] = _Options(resource, self.policies)
        return self._known[id(resource)]

    def _named(
        self, resource: Resource, spec: Mapping[str, Any], given: Mapping[str, Any], title: str
    ) -> Dict[str, Any]:
        names = self._names_of(resource, spec)
        known = names.options
        ignored = _EVERYWHERE | self.ignored.get(resource.name, frozenset())
        children = {child.option: child.resource for child in resource.children}
        named: Dict[str, Any] = {}
        for key, value in given.items():
            option = known.get(key)
            if value is None or key in ignored or option == "realm":
                continue
            if option is None and (key in KNOWN_KEYS.get(resource.name, ()) or resource.name in _WITH_CONFIG):
                self.warn(f"the key {key} has no effect here", title)
            elif option is None:
                pool = (*known, *KNOWN_KEYS.get(resource.name, ()))
                self.unknown(str(key), near(str(key), pool), title)
            elif option in children and isinstance(value, list):
                inner = children[option]
                inner_spec = spec[option]["options"]
                named[option] = [
                    self._named(inner, inner_spec, item, f"{child_kind(inner)} '{_name_of(inner, item)}' of {title}")
                    for item in value
                ]
            else:
                found = names.nested.get(option)
                named[option] = self._options(found, value, f"{found.name} of {title}") if found else value
        return named

    def _names_of(self, resource: Resource, spec: Mapping[str, Any]) -> _Names:
        """Computed once for a kind."""
        key = (id(resource), id(spec))
        if key not in self._names:
            self._names[key] = _Names(resource, spec)
        return self._names[key]

    def _options(self, outer: Field, value: Any, title: str) -> Any:
        if not outer.options:
            return value
        names = {name: item for item in outer.options for name in (item.name, item.option, *item.aliases)}
        if isinstance(value, list):
            return [self._options(outer, item, title) for item in value]
        if not isinstance(value, Mapping):
            return value
        options: Dict[str, Any] = {}
        for key, item in value.items():
            if key in names and item is not None:
                options[names[key].option] = self._options(names[key], item, f"{key} of {title}")
            elif key not in names:
                self.unknown(str(key), near(str(key), names), title)
        return options

    def look(self, kind: str, given: Any, title: str, further: Sequence[str] = ()) -> None:
        """Report unknown keys of a part of a representation."""
        for key, hint in strange(kind, given, further):
            self.unknown(key, hint, title)

    def unknown(self, key: str, hint: str, title: str) -> None:
        """A key that no representation has."""
        if is_comment(key) or self.unknown_keys == IGNORE:
            return
        sentence = f"unknown key {key}{hint}"
        if self.unknown_keys == FAIL:
            self.problem(sentence, title)
        else:
            self.warn(sentence, title)

    def problem(self, sentence: str, title: str = "") -> None:
        """What is wrong with an object, or with the whole."""
        self.problems.append((title, sentence))

    def once(self, imported: Container[Tuple[Any, ...]]) -> Parts:
        """The same once it was applied: what is set in each run has been set.

        Imported users, given by their identities, are not read again: the import reports that each exists.
        """
        done = dict.fromkeys(self.policies, "on_create")
        rest = self.without(imported)
        items = [
            replace(
                declared,
                items=tuple(
                    replace(item, params={**item.params, **{key: it for key, it in done.items() if key in item.params}})
                    for item in declared.items
                ),
            )
            for declared in rest.items
        ]
        return replace(rest, items=items)

    def without(self, identities: Container[Tuple[Any, ...]]) -> Parts:
        """The same without these objects, which others may still refer to."""
        items = [declared for declared in self.items if declared.identity not in identities]
        return replace(self, items=items, elsewhere=self.promises)

    def warn(self, sentence: str, title: str) -> None:
        """A warning about an object. Objects that share one are listed together."""
        self.notes.setdefault(sentence, {})[title] = None

    @property
    def warnings(self) -> List[str]:
        """One sentence for each kind of warning."""
        return [f"{listed(list(titles))}: {sentence}" for sentence, titles in self.notes.items()]


def _name_of(resource: Resource, given: Mapping[str, Any]) -> Any:
    return given.get(resource.key.option) or given.get(resource.key.name)
