// Runs before every test file, in both projects: the place for checks that hold after each test.
export {};
