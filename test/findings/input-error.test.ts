import { InputError } from "../../src/findings/input-error";

test("a message holds a thousand problems and says how many more there are", () => {
  const problems = Array.from({ length: 200_000 }, (_, index) => ({ message: `wrong ${index}` }));
  const error = new InputError(problems);
  expect(error.problems).toHaveLength(200_000);
  expect(error.message.split("\n").slice(-2)).toEqual(["wrong 999", "and 199000 more"]);
  expect(new InputError(problems.slice(0, 2)).message).toBe("wrong 0\nwrong 1");
});

test("keys of the input do not break a line", () => {
  expect(new InputError([{ message: "no", path: ["data", "a\nb\u2028"] }]).message).toBe("data.a\\u000ab\\u2028: no");
});
