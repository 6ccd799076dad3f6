// Importing it shows the blocks of the page; there is nothing to be called.
export {};
