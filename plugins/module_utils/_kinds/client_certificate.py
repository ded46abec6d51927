# Copyright: the realmkit.keycloak authors
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keys and certificates of a client: made by the server, uploaded, removed."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any, Dict, Mapping, Optional, Sequence

from .._base.errors import InputError
from .._base.files import content_of
from .._engine.assignment import Params
from .._engine.change import Wanted
from .._engine.field import Field
from .._engine.hooks import Hooks, Step
from .._engine.reference import TO_CLIENT, Representation, Values, find_client
from .._engine.resource import Resource
from .._engine.session import Session
from .._http.api import client_certificates, clients
from .._http.capability import described, lacking
from .._http.reader import Reader
from .._secrets.fingerprint import FINGERPRINT

_PEM = {"certificate": "Certificate PEM", "public_key": "Public Key PEM"}
_BODY = re.compile(r"-----BEGIN [A-Z ]+-----(.*?)-----END", re.S)
# What the server keeps of it, each an attribute of the client behind the prefix.
_PARTS = {"certificate": "certificate", "publicKey": "public.key", "privateKey": "private.key", "kid": "kid"}
# A key set is the client's own and stands in for all of them.
_JWKS = {"jwks.string": "", "use.jwks.string": ""}
_OIDC = "jwt.credential"


def bare(pem: str) -> str:
    """The text of a PEM file without its first and last line, as the server keeps it."""
    found = _BODY.search(pem)
    return re.sub(r"\s", "", found.group(1) if found else pem)


def _normalise(params: Params) -> Params:
    """Adds ``upload``, what to send: the form, with the file in it, and ``digest`` of a keystore."""
    given = [name for name in ("certificate", "public_key", "jwks", "keystore") if params.get(name)]
    if len(given) > 1 or (given and params.get("regenerate")):
        raise InputError(
            f"Use one of certificate, public_key, jwks, keystore and regenerate, not {' and '.join(given)}."
        )
    if not given:
        return dict(params, upload=None)
    name = given[0]
    form: Dict[str, Any] = {"keystoreFormat": _PEM.get(name) or "JSON Web Key Set"}
    if name == "keystore":
        form = {"keystoreFormat": params["format"], "keyAlias": params.get("key_alias")}
        form.update(keyPassword=params.get("key_password"), storePassword=params.get("store_password"))
        missing = [key for key in ("key_alias", "store_password") if not params.get(key)]
        if missing:
            raise InputError(f"A keystore needs {' and '.join(missing)}.")
        form["file"] = content_of(params["keystore"])
    else:
        if name == "jwks" and not isinstance(_parsed(params["jwks"]), dict):
            raise InputError("jwks must be a JSON Web Key Set: a mapping with the list keys, or its JSON.")
        form["file"] = params[name] if isinstance(params[name], str) else json.dumps(params[name])
    form = {key: value for key, value in form.items() if value is not None}
    digest = hashlib.sha256(form["file"]).hexdigest() if name == "keystore" else ""
    return dict(params, upload=form, digest=digest)


def _find(client: Reader, values: Values, wanted: Mapping[str, Any]) -> Optional[Representation]:
    """The client with what it has under that attribute, the private key left out."""
    found = find_client(client, values, wanted["client_id"])
    if found is None:
        return None
    held = found.get("attributes") or {}
    names = {key: f"{wanted['attribute']}.{part}" for key, part in _PARTS.items() if key != "privateKey"}
    shown = {key: held[name] for key, name in names.items() if held.get(name)}
    if held.get("use.jwks.string") == "true":
        shown["jwks"] = held.get("jwks.string")
    digest = held.get(FINGERPRINT + wanted["attribute"], "")
    return {"id": found["id"], "clientId": found["clientId"], "digest": digest, **shown}


def _settled(params: Params, raw: Representation) -> bool:
    """Whether the server has what is to be uploaded."""
    if params["digest"]:
        return bool(raw["digest"] == params["digest"])
    if params.get("certificate"):
        return bool(raw.get("certificate") == bare(params["certificate"]))
    if params.get("public_key"):
        return bare(raw.get("publicKey") or "") == bare(params["public_key"])
    return _parsed(raw.get("jwks")) == _parsed(params["jwks"])


def _parsed(jwks: Any) -> Any:
    try:
        return json.loads(jwks) if isinstance(jwks, str) else jwks
    except ValueError:
        return None


def _steps(wanted: Wanted, raw: Optional[Representation], _values: Mapping[str, Any]) -> Sequence[Step]:
    params = wanted.params
    if raw is None or wanted.reading_back:
        return ()
    what = f"{params['attribute']} of client '{raw['clientId']}'"
    attribute = params["attribute"]
    kinds = ("certificate", "publicKey", *(("jwks",) if attribute == _OIDC else ()))
    held = any(raw.get(key) for key in kinds)

    def place(values: Values) -> Dict[str, Any]:
        return dict(values, attr=attribute)

    def remove(session: Session, values: Values, _raw: Representation) -> None:
        parts = {f"{attribute}.{part}": "" for part in _PARTS.values()}
        _set_attributes(
            session, values, {**parts, **(_JWKS if attribute == _OIDC else {}), FINGERPRINT + attribute: ""}
        )

    def generate(session: Session, values: Values, _raw: Representation) -> None:
        session.client.send(client_certificates.GENERATE, place(values))

    def upload(session: Session, values: Values, _raw: Representation) -> None:
        if params.get("jwks") and attribute == _OIDC and lacking(described(session.client), "26.5"):
            # Before, the server takes one key of the set; the attributes of today mean the same to it.
            text = params["upload"]["file"]
            gone = {f"{attribute}.{part}": "" for part in _PARTS.values()}
            _set_attributes(session, values, {**gone, "jwks.string": text, "use.jwks.string": "true"})
            return
        whole = params["digest"]
        endpoint = client_certificates.UPLOAD if whole else client_certificates.UPLOAD_CERTIFICATE
        session.client.send(endpoint, place(values), body=params["upload"])
        if whole:
            # Its content can't be compared with what the server made of it.
            _set_attributes(session, values, {FINGERPRINT + attribute: whole})

    if params["state"] == "absent":
        return (Step((f"remove {what}",), remove, dict.fromkeys(kinds)),) if held else ()
    if params["upload"]:
        return () if _settled(params, raw) else (Step((f"upload {what}",), upload),)
    if params.get("regenerate") or not held:
        return (Step((f"make a key and a certificate: {what}",), generate),)
    return ()


def _set_attributes(session: Session, values: Values, attributes: Mapping[str, str]) -> None:
    held = session.client.get(clients.GET, values)
    held.pop("protocolMappers", None)
    session.client.send(clients.UPDATE, values, body=dict(held, attributes={**held["attributes"], **attributes}))


CLIENT_CERTIFICATE = Resource(
    name="client",
    key=Field("client_id", required=True),
    find=_find,
    among=TO_CLIENT,
    variable="client-uuid",
    noise=("id", "digest"),
    arguments={
        "attribute": {"type": "str", "default": _OIDC},
        "regenerate": {"type": "bool", "default": False},
        "certificate": {"type": "str"},
        "public_key": {"type": "str", "no_log": False},
        "jwks": {"type": "raw"},
        "keystore": {"type": "path"},
        "format": {"type": "str", "default": "PKCS12", "choices": ["JKS", "PKCS12"]},
        "key_alias": {"type": "str", "no_log": False},
        "key_password": {"type": "str", "no_log": True},
        "store_password": {"type": "str", "no_log": True},
        "dest": {"type": "path"},
        "mode": {"type": "raw", "default": "0600"},
        "force": {"type": "bool", "default": False},
    },
    hooks=Hooks(
        normalise=_normalise,
        steps=_steps,
    ),
)


def keystore(client: Reader, params: Params) -> bytes:
    """The client's key and certificate as a keystore."""
    values = {"realm": params["realm"]}
    found = TO_CLIENT.find(client, values, params["client_id"])
    own = dict(values, attr=params["attribute"], **{"client-uuid": (found or {}).get("id")})
    body = {
        "format": params["format"],
        "keyAlias": params.get("key_alias") or params["client_id"],
        "keyPassword": params.get("key_password") or params["store_password"],
        "storePassword": params["store_password"],
    }
    content: bytes = client.send(client_certificates.DOWNLOAD, own, body=body).data
    return content
