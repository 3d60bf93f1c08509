package io.lakeflight.storage;

import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;

/** The credentials of a profile in the AWS configuration files of whoever runs the process. */
public final class ProfileCredentials implements AwsCredentialsProvider {
    private final AwsCredentialsProvider profile;

    private ProfileCredentials(AwsCredentialsProvider profile) {
        this.profile = profile;
    }

    /**
     * As Iceberg makes providers that it knows by class name.
     *
     * @param properties {@code profile} is the profile's name
     */
    public static ProfileCredentials create(Map<String, String> properties) {
        return new ProfileCredentials(ProfileCredentialsProvider.create(properties.get("profile")));
    }

    @Override
    public AwsCredentials resolveCredentials() {
        return profile.resolveCredentials();
    }
}
