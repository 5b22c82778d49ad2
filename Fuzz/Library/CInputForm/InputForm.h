// What a program with the mutator of Library/Mutator says of its inputs.
#ifndef CLOSECALL_INPUT_FORM_H
#define CLOSECALL_INPUT_FORM_H

// The raw value of the `InputForm` that the program's inputs have.
int closecall_input_form(void);

#endif
