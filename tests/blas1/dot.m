% dot.m - the bits of Octave's dot.
rand ("state", 1);
x = rand (200001, 1) - 0.5;
y = rand (200001, 1) - 0.5;
for n = [1, 2, 7, 8, 100, 1000, 4097, 200001]
  a = x(1:n);
  b = y(1:n);
  assert (abs (dot (a, b) - sum (a .* b)) <= 1e-15 * n);
  printf ("%s %s %s\n", num2hex (dot (a, b)), num2hex (dot (single (a), single (b))),
          num2hex (real (dot (complex (a, b), complex (b, a)))));
endfor
