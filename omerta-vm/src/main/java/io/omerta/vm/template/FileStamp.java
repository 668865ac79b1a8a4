package io.omerta.vm.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What changes when anybody writes to a file, its time of modification set back or not. */
record FileStamp(Map<String, Object> attributes) {
    static FileStamp of(Path file) throws IOException {
        return new FileStamp(new TreeMap<>(Files.readAttributes(file, "unix:ino,size,lastModifiedTime,ctime")));
    }
}
