#include <pymv.h>
