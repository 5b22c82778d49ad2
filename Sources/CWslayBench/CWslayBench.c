#include "CWslayBench.h"
