//! What the HCL says to people, in each language of the platform.

use crate::model::Locale;

macro_rules! texts {
    ($($key:ident: $es:literal, $en:literal;)*) => {
        /// Comments and descriptions by what they explain.
        #[derive(Debug)]
        pub struct Texts {
            $(pub $key: &'static str,)*
        }

        const ES: Texts = Texts { $($key: $es,)* };
        const EN: Texts = Texts { $($key: $en,)* };
    };
}

/// The texts of a language.
pub fn texts(locale: Locale) -> &'static Texts {
    match locale {
        Locale::Es => &ES,
        Locale::En => &EN,
    }
}

// Dataset.
texts! {
    no_retries:
        "Airflow decide los reintentos: una segunda corrida de Glue escribiría la misma tabla.",
        "Airflow decides on retries: a second Glue run would write the same table.";
    script_digest:
        "Cada versión del código tiene su propia ruta: la que ya corre no cambia, y el despliegue publica la nueva antes de aplicar.",
        "Each version of the code has a path of its own: the one that runs does not change, and a deployment publishes the new one before it applies.";
    log_prefix:
        "Glue escribe en <prefijo>/error y <prefijo>/output, los dos grupos de abajo.",
        "Glue writes to <prefix>/error and <prefix>/output, the two groups below.";
    one_conf:
        "Glue solo acepta una clave --conf: las demás van encadenadas en su valor.",
        "Glue takes one --conf key: the others are chained in its value.";
    job_role:
        "Trabajo de Glue de",
        "Glue job of";
    folders:
        "S3A pregunta por cada carpeta como si fuera un archivo, y por las que la contienen: sin esto S3 responde 403.",
        "S3A asks for each folder, and for those around it, as if it were a file: without this S3 answers 403.";
    listing:
        "Sin condición de prefijo: S3A también lista las carpetas que contienen la del dataset, y los nombres no llevan datos.",
        "No condition on the prefix: S3A also lists the folders around the dataset's, and names hold no data.";
    foreign_keys:
        "Las llaves de otros dominios se nombran por su alias: este estado no depende de que el suyo ya esté aplicado.",
        "Keys of other domains are named by alias: this state does not depend on theirs being applied.";
    default_database:
        "Spark comprueba que exista la base default al conectarse al catálogo.",
        "Spark checks that the default database exists when it connects to the catalogue.";
    network_interfaces:
        "Glue entra a la red privada de la base de datos con interfaces que crea en cada corrida: antes de crearlas no tienen nombre.",
        "Glue enters the private network of the database through interfaces that it creates for a run: before that they have no name.";
    metrics:
        "PutMetricData no admite recursos: la condición lo limita a las métricas que publica el propio Glue.",
        "PutMetricData takes no resources: the condition limits it to the metrics that Glue itself publishes.";
    event_wakes:
        "El evento solo despierta al DAG: lo que se procesa lo deciden el listado de S3 y el registro de entregas.",
        "The event only wakes the DAG: the listing of S3 and the ledger decide what is processed.";
    arrival_of:
        "Llegada de archivos de",
        "Arrival of files of";
    permissions: "Permisos de", "Permissions of";
    what: "Para qué", "What for";
    actions: "Acciones", "Actions";
    where_: "Dónde", "Where";
    condition: "Con la condición", "Under the condition";
    reason: "Por qué tan ancho", "Why that wide";
    inputs: "Entradas", "Inputs";
    outputs: "Salidas", "Outputs";
    name: "Nombre", "Name";
    type_: "Tipo", "Type";
    description: "Descripción", "Description";
    var_env: "Ambiente donde corre el trabajo.", "Environment that the job runs in.";
    var_account: "Cuenta de AWS del ambiente.", "AWS account of the environment.";
    var_region: "Región de AWS del ambiente.", "AWS region of the environment.";
    var_buckets: "Nombre del bucket de cada zona.", "Name of the bucket of each zone.";
    var_domain_key:
        "ARN de la llave KMS del dominio, que cifra sus tablas.",
        "ARN of the domain's KMS key, which encrypts its tables.";
    var_platform_key:
        "ARN de la llave KMS de la plataforma, que cifra registros, colas y estado.",
        "ARN of the platform's KMS key, which encrypts logs, queues and state.";
    var_protection_secret:
        "ARN del secreto con la llave de protección del dominio.",
        "ARN of the secret with the domain's protection key.";
    var_security_configuration:
        "Nombre de la configuración de seguridad de Glue.",
        "Name of Glue's security configuration.";
    var_log_days: "Días que se conservan los registros.", "Days that logs are kept.";
    var_worker_type: "Tamaño de cada trabajador de Glue.", "Size of each Glue worker.";
    var_workers: "Número de trabajadores de Glue.", "Number of Glue workers.";
    out_job: "Nombre del trabajo de Glue.", "Name of the Glue job.";
    out_job_role: "ARN del rol con el que corre el trabajo.", "ARN of the role that the job runs with.";
    out_queue:
        "URL de la cola que avisa la llegada de archivos.",
        "URL of the queue that announces files.";
    out_tags: "Etiquetas del dataset.", "Tags of the dataset.";
    domain_title: "Dominio", "Domain";
    domain_about:
        "Lo que comparten los datasets de un dominio: llave, base del catálogo, configuración de seguridad y secreto de protección.",
        "What the datasets of a domain share: key, catalogue database, security configuration and protection secret.";
    domain_key_why:
        "Cifra lo que los trabajos del dominio escriben: sin permiso sobre ella, leer el bucket no alcanza.",
        "Encrypts what the domain's jobs write: without permission on it, reading the bucket is not enough.";
    domain_key:
        "Cifra las tablas del dominio",
        "Encrypts the tables of the domain";
    key_star: "En la política de una llave, \"*\" es la llave misma.", "In the policy of a key, \"*\" is the key itself.";
    key_admins:
        "Quien administra la llave puede cifrar con ella y no descifrar: eso solo pueden los roles generados a los que su política lo permite.",
        "Who administers the key can encrypt with it and not decrypt: only generated roles whose policy allows it can.";
    tables_are_hudis:
        "Las tablas las crea y las cambia la sincronización de Hudi: si Terraform también lo hiciera, cada plan las revertiría.",
        "Hudi's sync makes and changes the tables: if Terraform did it too, every plan would revert them.";
    own_log_groups:
        "Cada dataset crea sus grupos de registros ya cifrados; con este modo Glue escribiría en otros, de otro nombre.",
        "Each dataset makes its log groups, encrypted; with this mode Glue would write to others, of another name.";
    protection_why:
        "Solo el sobre: el valor lo pone una persona una única vez, y ni Terraform ni su estado lo ven. Si cambia, lo protegido deja de poder compararse con lo ya escrito.",
        "Only the envelope: a person puts the value, once, and neither Terraform nor its state see it. If it changes, what is protected can no longer be compared with what is written.";
    protection:
        "Llave con la que se protegen los datos personales del dominio",
        "Key that protects the personal data of the domain";
    var_domain: "Nombre del dominio.", "Name of the domain.";
    var_domain_name:
        "Nombre físico del dominio, con el que se llaman su llave y su configuración de seguridad.",
        "Physical name of the domain, that of its key and its security configuration.";
    var_database: "Nombre de la base del catálogo de Glue.", "Name of the Glue catalogue database.";
    var_protection_name:
        "Nombre del secreto con la llave de protección.",
        "Name of the secret with the protection key.";
    var_domain_description: "Qué datos tiene el dominio.", "What data the domain holds.";
    var_deletion:
        "Días de espera antes de borrar una llave KMS.",
        "Days to wait before a KMS key is deleted.";
    out_domain_key: "ARN de la llave KMS del dominio.", "ARN of the domain's KMS key.";
    out_database: "Base del catálogo de Glue.", "Glue catalogue database.";
    out_protection: "ARN del secreto con la llave de protección.", "ARN of the secret with the protection key.";
    platform_title: "Plataforma", "Platform";
    platform_about:
        "Lo que comparten todos los datasets de un ambiente: buckets, llaves, registros, avisos, auditoría, Airflow y los roles de GitHub.",
        "What all datasets of an environment share: buckets, keys, registers, alerts, audit, Airflow and the roles of GitHub.";
    platform_first:
        "Antes de aplicarla por primera vez una persona con permisos de administración crea el bucket de los estados de Terraform, publica la red en los dos parámetros de airflow.tf y la aplica ella misma: los roles de GitHub no pueden crearse ni ampliarse solos. Después pone el valor de cada secreto.",
        "Before it is applied for the first time, a person with administrator permissions makes the bucket of the Terraform states, publishes the network in the two parameters of airflow.tf and applies it: the roles of GitHub cannot make or widen themselves. Then that person puts the value of each secret.";
    one_notification:
        "Un bucket tiene un solo recurso de notificaciones: EventBridge recibe todo y cada dataset filtra con su propia regla.",
        "A bucket has one notification resource: EventBridge takes everything and each dataset filters with a rule of its own.";
    access_log_key:
        "S3 no entrega registros de acceso en un bucket cifrado con una llave propia.",
        "S3 delivers no access logs to a bucket that is encrypted with a key of one's own.";
    only_own_keys:
        "Un objeto no llega cifrado de otro modo que con una llave de esta cuenta. Sin encabezado, el bucket pone la suya.",
        "No object arrives encrypted in any way but with a key of this account. Without a header the bucket takes its own.";
    one_lifecycle:
        "Un bucket tiene un solo recurso de ciclo de vida y sus reglas son por prefijo, así que aquí se juntan las de todos los datasets. Cada uno deja la suya en su carpeta (retention.json) y este archivo nunca los nombra. Las etiquetas de objeto no sirven: ni quien entrega archivos ni Hudi las ponen.",
        "A bucket has one lifecycle resource and its rules go by prefix, so those of all datasets meet here. Each dataset leaves its own in its folder (retention.json) and this file never names them. Object tags would not do: neither senders nor Hudi set them.";
    curated_stays:
        "La zona curada nunca expira por edad: Hudi sigue leyendo archivos viejos que nadie ha reescrito.",
        "The curated zone never expires by age: Hudi goes on reading old files that nobody has rewritten.";
    too_many_rules:
        "S3 admite 1000 reglas de ciclo de vida por bucket: reparta los datasets en otra plataforma.",
        "S3 takes 1000 lifecycle rules a bucket: move datasets to another platform.";
    platform_key:
        "Cifra estado, registros, colas, avisos y secretos de la plataforma.",
        "Encrypts state, logs, queues, alerts and secrets of the platform.";
    table_keys: "Tabla => atributos de su llave, todos de texto.", "Table => attributes of its key, all text.";
    direct_email:
        "Camino directo, sin enrutador: una alerta llega a una persona aunque lo demás falle.",
        "The direct way, without the router: an alert reaches a person even when all else fails.";
    secret_envelope:
        "Solo el sobre: el valor lo pone quien administra la conexión, y ni Terraform ni su estado lo ven.",
        "Only the envelope: whoever runs the connection puts the value, and neither Terraform nor its state see it.";
    connection_secret: "Credenciales de la conexión", "Credentials of the connection";
    trail_management: "Administración", "Management";
    trail_data: "Acceso a los datos", "Access to data";
    config_role: "AWS Config observa los recursos de la cuenta.", "AWS Config watches the resources of the account.";
    two_subjects:
        "GitHub firma el sujeto con identificadores inmutables en los repositorios nuevos y sin ellos en los antiguos.",
        "GitHub signs the subject with immutable ids for new repositories and without them for old ones.";
    role_environment:
        "Rol => ambiente de GitHub que puede asumirlo.",
        "Role => GitHub environment that may assume it.";
    github_role: "GitHub Actions, ambiente", "GitHub Actions, environment";
    write_once:
        "Un plan se escribe una sola vez: quien aprueba ve su huella, y nadie lo cambia después.",
        "A plan is written once: who approves sees its digest, and nobody changes it afterwards.";
    plan_reads:
        "Leer la configuración no admite recursos en varios de estos servicios. Ninguna acción lee datos ni secretos.",
        "Several of these services take no resources for reading configuration. No action reads data or secrets.";
    apply_buckets:
        "Los buckets se administran; sus datos no se leen: solo se publica código.",
        "Buckets are managed; their data is not read: only code is published.";
    apply_unnamed:
        "Estas acciones crean recursos que aún no tienen nombre, o no admiten recursos.",
        "These actions make resources that have no name yet, or take no resources.";
    apply_keys:
        "Una llave no tiene nombre propio, y cambiar un alias cambia qué leen los trabajos: solo los alias de la plataforma.",
        "A key has no name of its own, and changing an alias changes what jobs read: only aliases of the platform.";
    only_fenced:
        "Un rol nuevo nace con su límite y nadie puede quitárselo: un despliegue no reparte más de lo que el límite deja.",
        "A new role is born with its boundary, which nobody can take away: a deploy hands out no more than the boundary lets.";
    boundary_why:
        "Lo más que puede llegar a poder un rol generado, diga lo que diga su propia política: datos de la plataforma, y nada de la cuenta.",
        "The most that a generated role can ever do, whatever its own policy says: data of the platform, and nothing of the account.";
    boundary: "Límite de los roles que corren.", "Boundary of the roles that run.";
    boundary_star:
        "Estas acciones no admiten recursos, o los crean. La política de cada rol las condiciona.",
        "These actions take no resources, or make them. The policy of each role puts conditions on them.";
    deploy_boundary_why:
        "Límite de los roles de GitHub: permite lo que diga su política, menos lo que los vigila. Eso lo cambia una persona.",
        "Boundary of the roles of GitHub: it lets what their policy says, but for what watches them. A person changes that.";
    deploy_boundary: "Límite de los roles que despliegan.", "Boundary of the roles that deploy.";
    deploy_denied:
        "Ni el rastro, ni los límites, ni las llaves, ni las políticas de los buckets: quien puede cambiarlos puede leerlo todo.",
        "Neither trail nor boundaries, keys or bucket policies: who can change those can read everything.";
    network:
        "La red es de otro equipo, que publica sus identificadores como listas separadas por comas.",
        "The network is another team's, which publishes its ids as comma-separated lists.";
    object_versions:
        "El ambiente recibe la versión del objeto: cambiar las dependencias actualiza Airflow, y nada más lo hace.",
        "The environment takes the object's version: changed requirements update Airflow, and nothing else does.";
    only_connections:
        "Solo conexiones: sin esto cada variable y cada opción se buscaría también en Secrets Manager.",
        "Only connections: without this every variable and option would be looked up in Secrets Manager too.";
    airflow_role:
        "Ambiente de Airflow, compartido por todos los DAG.",
        "Airflow environment, shared by all DAGs.";
    airflow_shared:
        "Todos los DAG comparten este rol, así que nombra prefijos y nunca datasets: agregar uno no lo cambia.",
        "All DAGs share this role, so it names prefixes and never datasets: adding one does not change it.";
    airflow_public:
        "MWAA comprueba que los buckets no sean públicos; la acción de la cuenta no admite recursos.",
        "MWAA checks that buckets are not public; the account's action takes no resources.";
    airflow_star:
        "Ni DescribeLogGroups ni PutMetricData admiten recursos.",
        "Neither DescribeLogGroups nor PutMetricData takes resources.";
    airflow_executors:
        "Las colas de los ejecutores son de una cuenta de AWS.",
        "The executors' queues belong to an account of AWS.";
    var_topics: "ARN del tema de cada severidad.", "ARN of the topic of each severity.";
    var_artifacts: "Bucket del código y la configuración publicados.", "Bucket of the published code and configuration.";
    var_sender:
        "Dirección desde la que se envían los correos; SES debe haberla verificado.",
        "Address that mails are sent from; SES must have verified it.";
    var_pages: "Si el ambiente avisa a personas.", "Whether the environment tells people.";
    var_teams: "Equipos que reciben avisos.", "Teams that are told.";
    router_title: "Enrutador de alertas", "Router of alerts";
    router_about:
        "Abre o continúa incidentes y avisa por Slack, Teams y correo.",
        "Opens or goes on with incidents and tells people by Slack, Teams and mail.";
    router_first:
        "Antes de aplicarla por primera vez publique el código (lo hace el despliegue) y verifique en SES la dirección del remitente. Después una persona pone el valor de cada secreto: el token del bot de Slack, la dirección del flujo de Teams de cada equipo y la llave con la que se firman las respuestas.",
        "Before it is applied for the first time, publish the code (the deploy does) and verify the sender's address in SES. Then a person puts the value of each secret: the token of Slack's bot, the address of each team's Teams workflow and the key that signs responses.";
    router_secrets:
        "Solo los sobres: los valores los pone una persona, y ni Terraform ni su estado los ven.",
        "Only the envelopes: a person puts the values, and neither Terraform nor its state see them.";
    router_secret: "Canal de avisos del enrutador de alertas.", "Channel of the router of alerts.";
    router_calm:
        "Una tormenta se atiende en fila: así la base y los canales no se saturan.",
        "A storm is taken in line, so that neither the register nor the channels choke.";
    router_sweep:
        "Cierra lo que se recuperó, escala lo que nadie atiende y reenvía lo que un canal no tomó. También es el latido.",
        "Ends what recovered, escalates what nobody takes and sends again what a channel did not take. It is the heartbeat, too.";
    router_no_retry: "La ronda siguiente viene en cinco minutos.", "The next round comes in five minutes.";
    router_sweep_role: "Llama al enrutador de alertas cada cinco minutos.", "Calls the router of alerts every five minutes.";
    router_queue:
        "La cola guarda cada alerta hasta que quede escrita: si el enrutador falla, vuelve a llegar.",
        "The queue keeps each alert until it is written down: when the router fails, it comes again.";
    router_undelivered:
        "Lo que la cola no pudo recibir tampoco se pierde.",
        "What the queue could not take is not lost either.";
    router_alarm:
        "Quien avisa no puede avisar de sí mismo: esta alarma llega por el correo directo del tema P1.",
        "Who tells cannot tell of itself: this alarm comes by the direct mail of the topic P1.";
    router_alarm_text:
        "Van 15 minutos sin latido del enrutador, con avisos sin entregar o con alertas en la cola de fallidos.",
        "For 15 minutes the router has had no heartbeat, notices that nobody took or alerts in its dead-letter queue.";
    board_incidents: "Incidentes por hora", "Incidents per hour";
    board_times: "Minutos hasta atender y resolver (p90 por día)", "Minutes to acknowledge and resolve (p90 per day)";
    board_notices: "Avisos por canal", "Notices by channel";
    board_router: "Enrutador: latido y pendientes", "Router: heartbeat and what is pending";
    out_router: "Función que atiende las alertas.", "Function that takes the alerts.";
    var_platform_env: "Ambiente de la plataforma.", "Environment of the platform.";
    var_tfstate:
        "Nombre del bucket que guarda los estados de Terraform.",
        "Name of the bucket of the Terraform states.";
    var_connections: "Nombre del secreto de cada conexión.", "Name of the secret of each connection.";
    var_email: "Correo que recibe todas las alertas del ambiente.", "Address that takes all alerts of the environment.";
    var_trail: "Días que se conserva la auditoría.", "Days that the audit trail is kept.";
    out_platform_key: "ARN de la llave KMS de la plataforma.", "ARN of the platform's KMS key.";
    out_topics: "ARN del tema de SNS de cada severidad.", "ARN of the SNS topic of each severity.";
    out_github:
        "ARN de los roles con los que GitHub Actions planea y aplica.",
        "ARN of the roles that GitHub Actions plans and applies with.";
    out_airflow: "Nombre del ambiente de Airflow.", "Name of the Airflow environment.";
}
