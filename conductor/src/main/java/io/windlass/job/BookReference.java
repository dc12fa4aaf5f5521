package io.windlass.job;

import io.windlass.persistence.LogBook;
import java.util.UUID;

/**
 * The log book that a job is about; only this is posted, the book itself stays in the store.
 *
 * @param id of the book
 * @param name of the book, for people; 1 to {@link JobPosting#MAX_NAME} characters
 */
public record BookReference(UUID id, String name) {
    public BookReference {
        Limits.name("the name of a log book", name);
    }

    /** {@return a reference to this book} */
    public static BookReference to(LogBook book) {
        return new BookReference(book.id(), book.name());
    }
}
