// What is loaded when it is first needed would come while another file of the same process runs.
import 'bidi-js';
import '../src/app/spares';
import '../src/async/app-tasks';
import '../src/row-moves';
import '../src/systems/text/bidi-levels';
import '../src/systems/text/context-joiner';
import '../src/systems/text/justify-rules';
import '../src/systems/virtualization/foresight';
import '../src/systems/virtualization/lanes';
import '../src/systems/virtualization/physics';
import '../src/systems/virtualization/size-learner';
import '../src/systems/virtualization/sticky-headers';
