/** The store in a directory of JSON files, for processes of one machine. Entry: DirectoryPersistence. */
@NullMarked
package io.windlass.persistence.directory;

import org.jspecify.annotations.NullMarked;
