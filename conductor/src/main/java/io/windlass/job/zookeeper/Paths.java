package io.windlass.job.zookeeper;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.apache.zookeeper.common.PathUtils;

/**
 * Where a board's nodes are: {@code job0000000001} is a job, {@code job0000000001.lock} its claim; beside the board's
 * folder are those for what was trashed, for entities and for keys.
 *
 * @param jobs the board's folder
 */
record Paths(String jobs) {
    private static final Pattern JOB = Pattern.compile("job\\d{10}");
    private static final String LOCK = ".lock";

    Paths {
        if (jobs.length() < 2) {
            throw new IllegalArgumentException("the path '" + jobs + "' names no folder; write such as /windlass/jobs");
        }
        PathUtils.validatePath(jobs);
    }

    /** {@return what a job's name begins with; the server adds the number} */
    String newJob() {
        return jobs + "/job";
    }

    String job(String node) {
        return jobs + "/" + node;
    }

    String lock(String node) {
        return job(node) + LOCK;
    }

    String trash() {
        return beside(".trash");
    }

    String entities(String kind) {
        return beside(".entities") + "/" + kind;
    }

    String keys() {
        return beside(".keys");
    }

    String key(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest((jobs + "\n" + key).getBytes(StandardCharsets.UTF_8));
            return keys() + "/" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    String beside(String folder) {
        String parent = jobs.substring(0, jobs.lastIndexOf('/'));
        return parent + "/" + folder;
    }

    static boolean isJob(String node) {
        return JOB.matcher(node).matches();
    }

    static boolean isLock(String node) {
        return node.endsWith(LOCK) && isJob(jobOf(node));
    }

    /** {@return the job that a lock is for} */
    static String jobOf(String lock) {
        return lock.substring(0, lock.length() - LOCK.length());
    }

    static long sequence(String node) {
        return Long.parseLong(node.substring("job".length()));
    }

    static String node(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
