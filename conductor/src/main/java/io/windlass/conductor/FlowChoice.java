package io.windlass.conductor;

import io.windlass.failure.InvalidStateException;
import io.windlass.failure.NotFoundException;
import io.windlass.job.BookReference;
import io.windlass.job.Job;
import io.windlass.persistence.FlowRecord;
import io.windlass.persistence.Persistence;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says which flow a job is about. Called on threads of the conductor's, several at once. */
@FunctionalInterface
public interface FlowChoice {
    /**
     * {@return the id of the job's flow, the same one each time} It need not be stored yet when the job names the factory
     * that makes it. What it throws has the job trashed, unless it is a {@link io.windlass.failure.StorageException}.
     *
     * @param store where flows are stored
     */
    UUID flowOf(Job job, Persistence store);

    /**
     * By the job's details and its log book: {@link FlowJob#FLOW} says which flow; else a job that names a factory has a
     * flow of its own, whose id is the job's, and any other job the only flow of its log book.
     *
     * @throws NotFoundException when the job names neither factory nor book, its book is not stored or has no flow, or the
     *     flow that it names is another book's
     * @throws InvalidStateException when its book has several flows and it does not say which
     */
    static UUID byDetails(Job job, Persistence store) {
        FlowJob about = FlowJob.of(job);
        if (about.flow() != null) {
            return about.factory() == null ? ofBook(job, about.flow(), store) : about.flow();
        }
        return about.factory() == null ? onlyOneOfBook(job, store) : job.id();
    }

    private static UUID ofBook(Job job, UUID flow, Persistence store) {
        BookReference book = book(job, store);
        FlowRecord found = store.loadRecord(flow)
                .filter(record -> book.id().equals(record.book()))
                .orElseThrow(() -> new NotFoundException(job + ": its log book '" + book.name() + "' (" + book.id()
                        + ") has no flow " + flow + "; record it there before the job is posted"));
        return found.id();
    }

    private static UUID onlyOneOfBook(Job job, Persistence store) {
        BookReference book = book(job, store);
        List<FlowRecord> flows = store.flowsOf(book.id());
        if (flows.isEmpty()) {
            throw new NotFoundException(job + ": its log book '" + book.name() + "' (" + book.id()
                    + ") has no flow; record one there before the job is posted");
        }
        if (flows.size() > 1) {
            throw new InvalidStateException(job + ": its log book '" + book.name() + "' (" + book.id() + ") has "
                    + flows.size() + " flows, such as "
                    + flows.stream().limit(3).map(flow -> flow.id().toString()).collect(Collectors.joining(", "))
                    + "; name one of them in the job's details as '" + FlowJob.FLOW + "'");
        }
        return flows.get(0).id();
    }

    private static BookReference book(Job job, Persistence store) {
        @Nullable BookReference book = job.posting().book();
        if (book == null) {
            throw new NotFoundException(job + " names neither a log book nor, as '" + FlowJob.FACTORY
                    + "' in its details, the factory of its flow; post it with one of them");
        }
        if (store.loadBook(book.id()).isEmpty()) {
            throw new NotFoundException(job + ": its log book '" + book.name() + "' (" + book.id()
                    + ") is not in this conductor's store; was it removed, or is the store another one?");
        }
        return book;
    }
}
