// Copyright: the realmkit.keycloak authors
// SPDX-License-Identifier: GPL-3.0-or-later

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.keycloak.component.ComponentModel;
import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.CredentialInputUpdater;
import org.keycloak.credential.UserCredentialManager;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStorageProvider;
import org.keycloak.storage.UserStorageProviderFactory;
import org.keycloak.storage.adapter.AbstractUserAdapter;
import org.keycloak.storage.user.UserLookupProvider;

/** User federation of one's own, with settings, one of them a secret, and a user "held" whose password can be disabled. */
public class OwnStorage implements UserStorageProviderFactory<OwnStorage.Storage> {
    private static final Set<String> DISABLED = ConcurrentHashMap.newKeySet();

    public static class Storage implements UserStorageProvider, UserLookupProvider, CredentialInputUpdater {
        private final KeycloakSession session;
        private final ComponentModel model;

        Storage(KeycloakSession session, ComponentModel model) {
            this.session = session;
            this.model = model;
        }

        @Override
        public void close() {}

        @Override
        public UserModel getUserById(RealmModel realm, String id) {
            return getUserByUsername(realm, StorageId.externalId(id));
        }

        @Override
        public UserModel getUserByEmail(RealmModel realm, String email) {
            return null;
        }

        @Override
        public UserModel getUserByUsername(RealmModel realm, String username) {
            return "held".equals(username) ? new Held(session, realm, model) : null;
        }

        @Override
        public boolean supportsCredentialType(String type) {
            return "password".equals(type);
        }

        @Override
        public boolean updateCredential(RealmModel realm, UserModel user, CredentialInput input) {
            return false;
        }

        @Override
        public void disableCredentialType(RealmModel realm, UserModel user, String type) {
            DISABLED.add(user.getId());
        }

        @Override
        public Stream<String> getDisableableCredentialTypesStream(RealmModel realm, UserModel user) {
            return DISABLED.contains(user.getId()) ? Stream.empty() : Stream.of("password");
        }
    }

    private static class Held extends AbstractUserAdapter.Streams {
        Held(KeycloakSession session, RealmModel realm, ComponentModel model) {
            super(session, realm, model);
        }

        @Override
        public String getUsername() {
            return "held";
        }

        @Override
        public SubjectCredentialManager credentialManager() {
            return new UserCredentialManager(session, realm, this);
        }
    }

    @Override
    public Storage create(KeycloakSession session, ComponentModel model) {
        return new Storage(session, model);
    }

    @Override
    public String getId() {
        return "own-storage";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of(
            new ProviderConfigProperty("place", "Place", "Where it is", ProviderConfigProperty.STRING_TYPE, "here"),
            new ProviderConfigProperty("pin", "PIN", "A secret", ProviderConfigProperty.PASSWORD, null, true));
    }
}
