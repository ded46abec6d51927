// Copyright: the realmkit.keycloak authors
// SPDX-License-Identifier: GPL-3.0-or-later

import java.util.List;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.storage.UserStorageProvider;
import org.keycloak.storage.UserStorageProviderFactory;

/** User federation of one's own, without users: it has settings, one of them a secret. */
public class EmptyStorage implements UserStorageProviderFactory<EmptyStorage.Storage> {
    public static class Storage implements UserStorageProvider {
        @Override
        public void close() {}
    }

    @Override
    public Storage create(KeycloakSession session, ComponentModel model) {
        return new Storage();
    }

    @Override
    public String getId() {
        return "empty-storage";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of(
            new ProviderConfigProperty("place", "Place", "Where it is", ProviderConfigProperty.STRING_TYPE, "here"),
            new ProviderConfigProperty("pin", "PIN", "A secret", ProviderConfigProperty.PASSWORD, null, true));
    }
}
