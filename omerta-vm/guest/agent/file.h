// Small files that the agent fills: of its own, of /proc, of /run. What cannot be done is a failure.
#pragma once

// A new, empty file that everybody may read.
void file_create(const char *path);

// Writes the text at the beginning of a file that is there, in one go.
void file_write(const char *path, const char *text);
