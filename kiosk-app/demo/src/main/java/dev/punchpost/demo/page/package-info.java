/// The page that draws the terminal and shows the stream as the subscriber receives it.
@NullMarked
package dev.punchpost.demo.page;

import org.jspecify.annotations.NullMarked;
