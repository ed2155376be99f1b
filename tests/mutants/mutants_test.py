"""What is changed in a source, by hand; and that the models themselves offer enough to change."""
import pathlib
import random
import unittest

import mutants
import mutations


def changes(line, file="models/trade/a.cpp"):
    """{what it becomes} of one line of code."""
    return {mutations.applied(line, one) for place in mutations.places(file, line) for one in place}


class Mutations(unittest.TestCase):
    def test_a_comparison_moves_its_edge_or_turns_round(self):
        self.assertEqual(changes("  return a < b;"), {"  return a <= b;", "  return a >= b;"})
        self.assertEqual(changes("  return a == b;"), {"  return a != b;"})

    def test_arithmetic_signs_and_constants(self):
        self.assertEqual(changes("  return a + 1;"), {"  return a - 1;", "  return a + 2;", "  return a + 0;"})
        self.assertEqual(changes("  return -a;"), {"  return a;"})
        self.assertEqual(changes("  return 0.5;"), {"  return 1.0;", "  return 0.25;"})
        self.assertEqual(changes("  return 1e-9;"), {"  return 2e-09;", "  return 5e-10;"})
        self.assertEqual(changes("  return 10'000;"), {"  return 10001;", "  return 9999;"})
        self.assertEqual(changes("  return std::min(a, b);"), {"  return std::max(a, b);"})

    def test_a_statement_is_dropped_and_a_declaration_is_not(self):
        self.assertEqual(changes("  total.clear();"), {"  ;"})
        self.assertEqual(changes("  if (done) return;"), {"  ;", "  if (!(done)) return;"})
        self.assertEqual(changes("  double total = sum;"), set())
        self.assertEqual(changes("  void clear();"), set())
        self.assertEqual(changes("  out.reserve(size);"), set())

    def test_templates_texts_comments_and_tables_are_left_alone(self):
        for line in ("  std::array<double, 7> a;", "  // a < b + 1", '  say("a < b + 1");  // 2', "#include <a>",
                     "    {111, 2}, {3, 4},", "static_assert(a < 1);", "  const double* p = &x;"):
            self.assertLessEqual(changes(line), {"  ;"}, line)
        self.assertEqual(changes("  double left = 0.0;", "models/trade/a.h"), set())

    def test_each_place_is_drawn_once_and_a_seed_draws_the_same(self):
        sources = {"models/trade/a.cpp": "  x = a + b;\n  y = a < b;\n", "models/trade/country_names_fr.cpp": "  x = a + b;"}
        one, same = ([m.words() for m in mutations.drawn(sources, random.Random(7))] for _ in range(2))
        self.assertEqual(one, same)
        self.assertEqual(len(one), 4)  # the operator and the whole, of two lines

    def test_every_change_of_the_models_fits_its_source(self):
        root = pathlib.Path(__file__).resolve().parents[2]
        sources = {str(path.relative_to(root)): path.read_text(encoding="utf-8")
                   for path in (root / "models").rglob("*") if path.suffix in (".cpp", ".h")}
        found = list(mutations.drawn(sources, random.Random(1)))
        self.assertGreater(len(found), 1000)
        for one in found[:300]:
            self.assertNotEqual(mutations.applied(sources[one.file], one), sources[one.file])

    def test_a_change_of_another_source_is_refused(self):
        (one,), = mutations.places("models/trade/a.cpp", "  return a == b;")
        with self.assertRaises(ValueError):
            mutations.applied("  return b == a;", one._replace(column=0))


class Counts(unittest.TestCase):
    def test_what_does_not_compile_is_not_counted(self):
        mutation = mutations.Mutation("models/trade/a.cpp", 3, 0, "a", "b", "constant")
        found = [mutants.Judged(mutation, outcome, "") for outcome in ("killed", "killed", "survived", "did not compile")]
        told = mutants.summary(found)
        self.assertEqual((told["tried"], told["killed"], told["did_not_compile"]), (3, 2, 1))
        self.assertAlmostEqual(told["share"], 2 / 3)
        self.assertEqual(told["survivors"], ["models/trade/a.cpp:3: constant: a -> b"])

    def test_tests_of_the_folder_come_first_and_then_of_those_that_use_it(self):
        self.assertEqual(mutants.affected("models/growth/a.cpp"), ("growth", "targets", "alerts"))


if __name__ == "__main__":
    unittest.main()
