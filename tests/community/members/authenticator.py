"""A passkey in software: it makes what a browser would send, from the options that the server gave."""

import hashlib
import json
import secrets

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

FLAG = AuthenticatorData.FLAG


class SoftwareAuthenticator:
    def __init__(self, origin="https://testserver", rp_id="testserver"):
        self.origin, self.rp_id = origin, rp_id
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = secrets.token_bytes(32)
        self.user_handle = b""
        self.counter = 0

    def create(self, options):
        """Answer `navigator.credentials.create`."""
        self.user_handle = websafe_decode(options["publicKey"]["user"]["id"])
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(Aaguid.NONE, self.credential_id, public)
        data = self._data(FLAG.UP | FLAG.UV | FLAG.AT, credential)
        client = self._client(CollectedClientData.TYPE.CREATE, options)
        attestation = AttestationObject.create("none", data, {})
        return self._answer(
            {"clientDataJSON": client, "attestationObject": attestation}, extensions={"credProps": {"rk": True}}
        )

    def get(self, options):
        """Answer `navigator.credentials.get`."""
        data = self._data(FLAG.UP | FLAG.UV)
        client = self._client(CollectedClientData.TYPE.GET, options)
        signature = self.key.sign(bytes(data) + client.hash, ec.ECDSA(SHA256()))
        return self._answer(
            {
                "clientDataJSON": client,
                "authenticatorData": data,
                "signature": signature,
                "userHandle": self.user_handle,
            }
        )

    def _data(self, flags, credential=b""):
        self.counter += 1
        return AuthenticatorData.create(hashlib.sha256(self.rp_id.encode()).digest(), flags, self.counter, credential)

    def _client(self, kind, options):
        return CollectedClientData.create(type=kind, challenge=options["publicKey"]["challenge"], origin=self.origin)

    def _answer(self, response, extensions=None):
        return json.dumps(
            {
                "id": websafe_encode(self.credential_id),
                "rawId": websafe_encode(self.credential_id),
                "type": "public-key",
                "response": {name: websafe_encode(bytes(value)) for name, value in response.items()},
                "clientExtensionResults": extensions or {},
            }
        )
