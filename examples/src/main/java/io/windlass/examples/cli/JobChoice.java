package io.windlass.examples.cli;

import io.windlass.failure.NotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import picocli.CommandLine.Parameters;

/** Which of the jobs that were put aside. */
final class JobChoice {
    @Parameters(paramLabel = "ID", arity = "1..*", description = "of each job, as trashed shows it")
    private List<UUID> ids = new ArrayList<>();

    /** What was done to which, as JSON shows it; the names stay. */
    record Done(List<UUID> done, List<UUID> notThere) {
        /** Shows it; {@return the exit status} */
        int show(Listing listing, String said) {
            if (listing.isJson()) {
                listing.json(this);
            } else {
                done.forEach(id -> listing.out().println(id + " is " + said));
                notThere.forEach(id -> listing.out().println(id + " is not among the jobs that were put aside"));
                listing.out().flush();
            }
            return notThere.isEmpty() ? 0 : Errors.FAILED;
        }
    }

    /** Does something to each; one that is not there does not keep the others from it. */
    Done each(Consumer<UUID> work) {
        List<UUID> done = new ArrayList<>();
        List<UUID> notThere = new ArrayList<>();
        for (UUID id : ids) {
            try {
                work.accept(id);
                done.add(id);
            } catch (NotFoundException e) {
                notThere.add(id);
            }
        }
        return new Done(done, notThere);
    }

    int count() {
        return ids.size();
    }
}
